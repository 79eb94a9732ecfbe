package io.kaizen.sync.application.port.out;

import java.time.Instant;
import java.util.List;

/** Looks at the outbox without changing it. Thread-safe; throws {@link OutboxStoreException} where the storage cannot be read. */
public interface OutboxInspector {

    /** Counts everything. */
    OutboxStatus status(Instant now);

    /**
     * Checks that the storage is intact, every row in exactly one state and every claim sound.
     *
     * @return a sentence for each thing that is wrong
     */
    List<String> problems();
}
