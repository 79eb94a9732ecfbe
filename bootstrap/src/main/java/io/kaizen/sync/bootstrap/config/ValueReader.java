package io.kaizen.sync.bootstrap.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the values that won, and remembers what was read for {@code config show}. Not thread-safe. */
final class ValueReader {

    private final Map<String, RawValue> winners;
    private final List<Setting> settings = new ArrayList<>();

    /** @param winners by key */
    ValueReader(Map<String, RawValue> winners) {
        this.winners = Map.copyOf(winners);
    }

    Optional<RawValue> winner(String key) {
        return Optional.ofNullable(winners.get(key));
    }

    /** The value of {@code key}, checked by {@code check}; {@code fallback} if nobody set it. */
    <T> T read(String key, T fallback, Function<RawValue, T> check) {
        return settle(key, winner(key), fallback, check);
    }

    /** The same for a value that was found elsewhere. */
    <T> T settle(String key, Optional<RawValue> found, T fallback, Function<RawValue, T> check) {
        T value = found.map(check).orElse(fallback);
        // A proxy's own text has no password.
        Object shown = value instanceof ProxySetting proxy ? proxy.shown() : value;
        settings.add(new Setting(key, shown, found.map(RawValue::origin).orElse(Origin.DEFAULT)));
        return value;
    }

    /** What was read, in the order of reading. */
    List<Setting> settings() {
        return List.copyOf(settings);
    }
}
