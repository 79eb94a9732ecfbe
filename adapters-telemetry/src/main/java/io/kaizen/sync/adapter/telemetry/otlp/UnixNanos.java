package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Nanoseconds since 1970, which is how OTLP tells time. */
final class UnixNanos {

    /** What OTLP has for a time that is not known. */
    static final long UNKNOWN = 0;

    private static final long PER_MILLI = 1_000_000;

    private UnixNanos() {}

    /**
     * The time that {@code millis}, a u64 of a row, tells. Empty where the row has none, and from the year 2262 on: there the
     * product leaves the 63 bits that receivers keep it in. The row's own number is among the attributes all the same.
     */
    static OptionalLong ofMillis(@Nullable JsonValue millis) {
        if (!(millis instanceof Numeral number)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(number.text()), PER_MILLI));
        } catch (NumberFormatException | ArithmeticException tooLate) {
            return OptionalLong.empty();
        }
    }

    /** @throws ArithmeticException from the year 2262 on */
    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
