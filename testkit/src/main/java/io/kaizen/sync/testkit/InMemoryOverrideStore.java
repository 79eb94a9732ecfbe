package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps in memory what the server said last. Thread-safe. */
public final class InMemoryOverrideStore implements OverrideStore {

    private @Nullable Destination destination;
    private @Nullable Kept kept;
    private int writes;

    @Override
    public synchronized Optional<Kept> find(Destination wanted) {
        return wanted.equals(destination) ? Optional.ofNullable(kept) : Optional.empty();
    }

    @Override
    public synchronized void keep(Destination said, ServerOverrides overrides, Instant now) {
        writes++;
        destination = said;
        kept = overrides.isEmpty() ? null : new Kept(overrides, now);
    }

    /** How often something was kept. */
    public synchronized int writes() {
        return writes;
    }
}
