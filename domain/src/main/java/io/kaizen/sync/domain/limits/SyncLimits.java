package io.kaizen.sync.domain.limits;

import static io.kaizen.sync.domain.limits.Overridable.EVENTS_PER_BATCH_MAX;
import static io.kaizen.sync.domain.limits.Overridable.MAX_BODY_BYTES;
import static io.kaizen.sync.domain.limits.Overridable.SAMPLE_RATE;

import io.kaizen.sync.domain.batch.BatchLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * How much goes out at once, how often, and which share of events goes in.
 *
 * @param flushInterval wait between flushes, positive
 * @param sampleRate share of events that are enqueued, from 0 to 1
 */
public record SyncLimits(BatchLimits batch, Duration flushInterval, double sampleRate) {

    /** @throws IllegalArgumentException if the interval is not positive or the rate is not from 0 to 1 */
    public SyncLimits {
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(flushInterval, "flushInterval");
        if (flushInterval.isNegative() || flushInterval.isZero()) {
            throw new IllegalArgumentException("flushInterval must be positive: " + flushInterval);
        }
        if (!(sampleRate >= 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("sampleRate must be from 0 to 1: " + sampleRate);
        }
    }

    /** These limits, but for what {@code overrides} says. */
    public SyncLimits under(ServerOverrides overrides) {
        return new SyncLimits(
                new BatchLimits(
                        overrides
                                .valueOf(EVENTS_PER_BATCH_MAX)
                                .map(BigDecimal::intValueExact)
                                .orElse(batch.maxRows()),
                        overrides
                                .valueOf(MAX_BODY_BYTES)
                                .map(BigDecimal::longValueExact)
                                .orElse(batch.maxBodyBytes())),
                overrides.flushInterval().orElse(flushInterval),
                overrides.valueOf(SAMPLE_RATE).map(BigDecimal::doubleValue).orElse(sampleRate));
    }
}
