package io.kaizen.sync.domain.limits;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the ingest server wants instead of what the files say. Keys that it does not mention are left to the files. Immutable.
 *
 * @param values by key, in the order of the contract, each in range and as {@link Overridable#valueFor} leaves it
 */
public record ServerOverrides(Map<Overridable, BigDecimal> values) {

    /** Nothing is overridden. */
    public static final ServerOverrides NONE = new ServerOverrides(Map.of());

    /** @throws IllegalArgumentException if a value is not one that {@link Overridable#valueFor} returns */
    public ServerOverrides {
        EnumMap<Overridable, BigDecimal> ordered = new EnumMap<>(Overridable.class);
        ordered.putAll(values);
        ordered.forEach((key, value) -> {
            if (!key.valueFor(value).equals(Optional.of(value))) {
                throw new IllegalArgumentException(key.key() + " must be " + key.range());
            }
        });
        values = Collections.unmodifiableMap(ordered);
    }

    /**
     * What of an answer counts.
     *
     * @param warnings a sentence for each value that does not
     */
    public record Reading(ServerOverrides overrides, List<String> warnings) {

        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Takes from {@code said} what is in range.
     *
     * @param said by key; empty where it is no number
     */
    public static Reading read(Map<Overridable, Optional<BigDecimal>> said) {
        EnumMap<Overridable, BigDecimal> values = new EnumMap<>(Overridable.class);
        List<String> warnings = new ArrayList<>();
        for (Overridable key : Overridable.values()) {
            if (said.containsKey(key)) {
                said.get(key)
                        .flatMap(key::valueFor)
                        .ifPresentOrElse(
                                value -> values.put(key, value),
                                () -> warnings.add(key.key() + " is not " + key.range() + " and is ignored"));
            }
        }
        return new Reading(new ServerOverrides(values), warnings);
    }

    /** The same without those keys. */
    public ServerOverrides without(Set<Overridable> keys) {
        return new ServerOverrides(values.entrySet().stream()
                .filter(entry -> !keys.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Whether nothing is overridden. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value of {@code key}; empty if it is not overridden. */
    public Optional<BigDecimal> valueOf(Overridable key) {
        return Optional.ofNullable(values.get(key));
    }

    /** How long to wait between flushes; empty if that is not overridden. */
    public Optional<Duration> flushInterval() {
        return valueOf(Overridable.FLUSH_INTERVAL_MS).map(millis -> Duration.ofMillis(millis.longValueExact()));
    }

    /** For people: {@code "events_per_batch_max = 100, sample_rate = 0.5"}; {@code "nothing"} if it is empty. */
    @Override
    public String toString() {
        return isEmpty()
                ? "nothing"
                : values.entrySet().stream()
                        .map(entry -> entry.getKey().key() + " = " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
