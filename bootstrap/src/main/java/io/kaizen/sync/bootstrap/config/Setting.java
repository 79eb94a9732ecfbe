package io.kaizen.sync.bootstrap.config;

import java.util.Objects;

/**
 * One key with the value that counts.
 *
 * @param key with its table, such as {@code sync.endpoint} or {@code telemetry.exporters[0].type}
 * @param value a {@code String}, a {@code Number}, {@code Boolean}, {@code Secret}, or {@code Optional} of such where
 *     the key may be left out
 */
public record Setting(String key, Object value, Origin origin) {

    public Setting {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(origin, "origin");
    }
}
