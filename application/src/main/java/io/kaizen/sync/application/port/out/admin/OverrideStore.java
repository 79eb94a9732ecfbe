package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps what the ingest server said last of the configuration, for other processes and for those to come. Of one destination: what
 * another one said does not count any more. Thread-safe; throws {@link OutboxStoreException} where the storage cannot be used.
 */
public interface OverrideStore {

    /**
     * What a server overrides.
     *
     * @param overrides not empty
     * @param since when it was first heard like this
     */
    record Kept(ServerOverrides overrides, Instant since) {

        public Kept {
            Objects.requireNonNull(overrides, "overrides");
            Objects.requireNonNull(since, "since");
        }
    }

    /** What {@code destination} said last; empty if it overrides nothing, or was never asked. */
    Optional<Kept> find(Destination destination);

    /** Keeps what {@code destination} says, in place of everything that was kept. Cut off from power, it may be forgotten. */
    void keep(Destination destination, ServerOverrides overrides, Instant now);
}
