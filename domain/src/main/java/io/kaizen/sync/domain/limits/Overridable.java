package io.kaizen.sync.domain.limits;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key of {@code [sync]} that the ingest server may override, with its range (ADR 23). A server speaks for
 * all machines, the small ones too, so its ranges are narrower than those of a configuration file.
 */
public enum Overridable {
    /** Rows per batch; 0 counts as 1. */
    EVENTS_PER_BATCH_MAX(100_000, 0, 1),
    /** Bytes of a body before compression, at most 64 MiB; 0 counts as 1, which makes each row a batch. */
    MAX_BODY_BYTES(64 << 20, 0, 1),
    /** Milliseconds between flushes; less than 100 counts as 100. More than a day would be more than a server could take back. */
    FLUSH_INTERVAL_MS(86_400_000, 0, 100),
    /** Share of events that are enqueued, the only key that takes fractions. */
    SAMPLE_RATE(1, 0, 0);

    private final BigDecimal most;
    private final BigDecimal least;
    /** What less than this counts as. */
    private final BigDecimal floor;

    Overridable(long most, long least, long floor) {
        this.most = BigDecimal.valueOf(most);
        this.least = BigDecimal.valueOf(least);
        this.floor = BigDecimal.valueOf(floor);
    }

    /** The key whose name in configuration files, without its table, is {@code name}. */
    public static Optional<Overridable> named(String name) {
        return Stream.of(values()).filter(key -> key.key().equals(name)).findFirst();
    }

    /** The name in configuration files, without its table, such as {@code sample_rate}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people, such as {@code "a whole number from 0 to 100000"}. */
    public String range() {
        return (takesFractions() ? "a number from " : "a whole number from ") + least + " to " + most;
    }

    /** The value that counts where {@code said} was said, in its plainest form; empty if that is out of range. */
    public Optional<BigDecimal> valueFor(BigDecimal said) {
        // The range comes first: what is in it, and whole, has few digits, whatever its notation.
        if (said.compareTo(least) < 0 || said.compareTo(most) > 0) {
            return Optional.empty();
        }
        if (takesFractions()) {
            return Optional.of(BigDecimal.valueOf(said.doubleValue()));
        }
        BigDecimal whole = BigDecimal.valueOf(said.longValue());
        return whole.compareTo(said) == 0 ? Optional.of(whole.max(floor)) : Optional.empty();
    }

    private boolean takesFractions() {
        return this == SAMPLE_RATE;
    }
}
