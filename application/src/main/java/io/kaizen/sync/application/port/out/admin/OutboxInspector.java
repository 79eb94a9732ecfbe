package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import java.time.Instant;
import java.util.List;

/** Looks at the outbox without changing it. Thread-safe; throws {@link OutboxStoreException} where the storage cannot be read. */
public interface OutboxInspector {

    /**
     * Counts everything. Up to 100,000 rows of a state the counts are exact; above, {@link OutboxStatus} says whether they are, so that the
     * cost need not grow with all that was ever sent.
     */
    OutboxStatus status(Instant now);

    /**
     * Checks that the storage is intact, every row in exactly one state and every claim sound.
     *
     * @return a sentence for each thing that is wrong
     */
    List<String> problems();
}
