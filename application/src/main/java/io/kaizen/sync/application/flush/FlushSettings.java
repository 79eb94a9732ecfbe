package io.kaizen.sync.application.flush;

import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What a flush is told.
 *
 * @param requestTimeout longest time that one POST takes, its answer included
 * @param exporterTimeout longest time that the exporters of one batch take, all together
 * @param redirectParked whether batches that an earlier flush left for another destination go to the present one, where they may
 *     then be for the second time
 * @param lanes how many batches may be on the wire at a time, each with rows of other owners; from 1 to {@value #MOST_LANES}
 * @param kinds what can be sent; rows of any other kind can never be
 */
public record FlushSettings(
        BatchLimits limits,
        BatchEnvelope envelope,
        Destination destination,
        RetryPolicy retries,
        CommitPolicy commits,
        OnPoison onPoison,
        Duration requestTimeout,
        Duration exporterTimeout,
        boolean redirectParked,
        int lanes,
        KindRegistry kinds) {

    /** More would keep more batches in memory than any link is slow. */
    public static final int MOST_LANES = 64;

    /** For clocks that do not agree, pauses of the process, and the write of the commit itself. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    /** A third of the margin: the rest is still there for what the margin is for. */
    private static final Duration RENEWAL_DUE = LEASE_MARGIN.dividedBy(3);

    /** @throws IllegalArgumentException if {@code lanes} is out of range */
    public FlushSettings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(commits, "commits");
        Objects.requireNonNull(onPoison, "onPoison");
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(exporterTimeout, "exporterTimeout");
        Objects.requireNonNull(kinds, "kinds");
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes are not from 1 to " + MOST_LANES + ": " + lanes);
        }
    }

    /** With one lane, one batch on the wire at a time, and kaizen's kinds. */
    public FlushSettings(
            BatchLimits limits,
            BatchEnvelope envelope,
            Destination destination,
            RetryPolicy retries,
            CommitPolicy commits,
            OnPoison onPoison,
            Duration requestTimeout,
            Duration exporterTimeout,
            boolean redirectParked) {
        this(
                limits,
                envelope,
                destination,
                retries,
                commits,
                onPoison,
                requestTimeout,
                exporterTimeout,
                redirectParked,
                1,
                KaizenKinds.REGISTRY);
    }

    /** The same with another number of lanes. */
    public FlushSettings withLanes(int number) {
        return new FlushSettings(
                limits,
                envelope,
                destination,
                retries,
                commits,
                onPoison,
                requestTimeout,
                exporterTimeout,
                redirectParked,
                number,
                kinds);
    }

    /** The same under other limits. */
    FlushSettings withLimits(BatchLimits others) {
        return new FlushSettings(
                others,
                envelope,
                destination,
                retries,
                commits,
                onPoison,
                requestTimeout,
                exporterTimeout,
                redirectParked,
                lanes,
                kinds);
    }

    /**
     * Whether a lease that was to outlast an attempt at {@code leasedFrom} may be too short for one that begins at {@code now}. Where the
     * clock was set back nobody knows how much time has passed.
     */
    boolean isRenewalDue(Instant leasedFrom, Instant now) {
        return Duration.between(leasedFrom, now).abs().compareTo(RENEWAL_DUE) > 0;
    }

    /** How long a lease lasts that must outlast a wait of {@code delay}, the POST after it, its exporters and its commit. */
    Duration leaseFor(Duration delay) {
        return delay.plus(requestTimeout).plus(exporterTimeout).plus(LEASE_MARGIN);
    }
}
