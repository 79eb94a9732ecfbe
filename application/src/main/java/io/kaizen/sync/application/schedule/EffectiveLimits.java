package io.kaizen.sync.application.schedule;

import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.limits.SyncLimits;
import java.util.Objects;
import java.util.Set;

/**
 * The limits that hold now: those that are configured, and over them what the server said last, and over that what a person has
 * pinned. Thread-safe.
 */
public final class EffectiveLimits {

    private final SyncLimits configured;
    private final Set<Overridable> pinned;
    private volatile ServerOverrides obeyed = ServerOverrides.NONE;

    /**
     * Begins with {@code configured}.
     *
     * @param pinned keys that the server may not override, since they come from the environment or the command line
     */
    public EffectiveLimits(SyncLimits configured, Set<Overridable> pinned) {
        this.configured = Objects.requireNonNull(configured, "configured");
        this.pinned = Set.copyOf(pinned);
    }

    /** Obeys {@code overrides} from now on, and nothing that was said before. */
    public void obey(ServerOverrides overrides) {
        obeyed = overrides.without(pinned);
    }

    /** What holds now. */
    public SyncLimits current() {
        return configured.under(obeyed);
    }

    /** What of it comes from the server. */
    public ServerOverrides overrides() {
        return obeyed;
    }
}
