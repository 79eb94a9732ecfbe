package io.kaizen.sync.domain.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How long sent rows are kept. They serve nobody but people who look back, so they go when they are old; but what lies in a
 * database that another program made is that program's to throw away, unless we are told to.
 *
 * @param inOwn after how long sent rows go from a database that we made; zero = never
 * @param inForeign the same for a database that another program made
 */
public record RetentionPolicy(Duration inOwn, Duration inForeign) {

    /** Nothing is ever purged. */
    public static final RetentionPolicy KEEP_ALL = new RetentionPolicy(Duration.ZERO, Duration.ZERO);

    /** As the times at which rows were sent are known to the hour, more looks would find nothing more. */
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

    private static final int USUAL_DAYS = 7;

    /** @throws IllegalArgumentException if a time is negative */
    public RetentionPolicy {
        Objects.requireNonNull(inOwn, "inOwn");
        Objects.requireNonNull(inForeign, "inForeign");
        if (inOwn.isNegative() || inForeign.isNegative()) {
            throw new IllegalArgumentException("negative retention: " + inOwn + ", " + inForeign);
        }
    }

    /**
     * The policy for a configured number of days.
     *
     * @param days as somebody wishes for this very database; empty if nobody has said anything
     */
    public static RetentionPolicy ofDays(Optional<Integer> days) {
        return days.map(Duration::ofDays)
                .map(keep -> new RetentionPolicy(keep, keep))
                .orElseGet(() -> new RetentionPolicy(Duration.ofDays(USUAL_DAYS), Duration.ZERO));
    }

    /** Before when a row must have been sent to go now; empty if none is to go. */
    public Optional<Instant> sentBefore(Instant now, boolean isForeign) {
        Duration keep = isForeign ? inForeign : inOwn;
        return keep.isZero() ? Optional.empty() : Optional.of(now.minus(keep));
    }

    /** Whether to look again for what is old; a clock that was set back does not keep us waiting. */
    public static boolean isLookDue(Optional<Instant> last, Instant now) {
        return last.isEmpty()
                || now.isBefore(last.get())
                || !now.isBefore(last.get().plus(BETWEEN_LOOKS));
    }
}
