package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code [sync]}: the contract's table of keys, with defaults and ranges, as code. */
final class SyncConfigReader {

    /** Longest time that a key takes: longer ones are slips, and would overflow somewhere. */
    private static final long LONGEST_MILLIS = Duration.ofDays(365).toMillis();

    /** A hundred years. */
    private static final long MOST_DAYS = 36_500;

    private static final long MOST_ROWS_PER_BATCH = 1_000_000;

    /** 1 GiB: one array of Java's can hold it. What memory cannot hold is not read at once, whatever stands here. */
    private static final long LONGEST_BODY_BYTES = 1L << 30;

    private static final long LEAST_FLUSH_INTERVAL_MILLIS = 100;
    private static final Secret NOT_SET = Secret.of("");
    private static final String DEAD_LETTER = "dead_letter";
    private static final String STOP = "stop";

    private final ValueReader values;
    private final Environment environment;
    private final List<String> warnings;

    /** @param warnings gets what is odd */
    SyncConfigReader(ValueReader values, Environment environment, List<String> warnings) {
        this.values = values;
        this.environment = environment;
        this.warnings = warnings;
    }

    SyncConfig read() {
        SyncConfig config = new SyncConfig(
                values.read("sync.endpoint", "", EndpointUrl::base),
                values.read("sync.team_token", NOT_SET, RawValue::token),
                values.read("sync.team_id", "", RawValue::text),
                values.read("sync.team_salt_hex", NOT_SET, RawValue::salt),
                Math.toIntExact(liftedToOne("sync.events_per_batch_max", 500, MOST_ROWS_PER_BATCH)),
                liftedToOne("sync.max_body_bytes", 1_000_000, LONGEST_BODY_BYTES),
                flushInterval(),
                values.read("sync.sample_rate", 1.0, value -> value.number(0, 1)),
                duration("sync.retry_initial_ms", 200, 1),
                duration("sync.retry_max_ms", 30_000, 1),
                integer("sync.retry_max_failures", 12, 0, 1_000_000),
                duration("sync.max_retry_after_ms", 300_000, 0),
                duration("sync.request_timeout_ms", 120_000, 1),
                duration("sync.exporter_timeout_ms", 30_000, 1),
                onPoison(),
                integer("sync.gzip_level", 3, 1, 9),
                integer("sync.lanes", 1, 1, FlushSettings.MOST_LANES),
                values.read("sync.max_requests_per_second", 0.0, value -> value.number(0, 1_000_000)),
                values.read("sync.allow_insecure", false, RawValue::flag),
                values.read("sync.proxy", ProxySetting.OFF, value -> ProxySetting.of(value, environment.variables())),
                values.read("sync.project_name", Optional.empty(), value -> Optional.of(value.text())),
                storage());
        requireCoherence(config);
        return config;
    }

    private StorageConfig storage() {
        return new StorageConfig(
                values.read(
                        "sync.retain_sent_days",
                        Optional.empty(),
                        value -> Optional.of(Math.toIntExact(value.integer(0, MOST_DAYS)))),
                new PendingLimits(
                        values.read("sync.max_pending_rows", 0L, value -> value.integer(0, Long.MAX_VALUE)),
                        values.read("sync.max_pending_bytes", 0L, value -> value.integer(0, Long.MAX_VALUE))),
                values.read("store.allow_network_fs", false, RawValue::flag));
    }

    private void requireCoherence(SyncConfig config) {
        if (!config.allowInsecure() && EndpointUrl.isReadableByOthers(config.endpoint())) {
            throw wrong(
                    "sync.endpoint",
                    "is plain http to another machine, so that the token could be read on its way; use https,"
                            + " or set sync.allow_insecure = true");
        }
        if (!config.allowInsecure() && leavesThisMachineInTheClear(config)) {
            throw wrong(
                    "sync.proxy",
                    "lies on another machine, and sync.endpoint is plain http, so that the token could be read on its"
                            + " way; use https, or set sync.allow_insecure = true");
        }
        if (config.retryMax().compareTo(config.retryInitial()) < 0) {
            String problem =
                    "makes sync.retry_max_ms (" + config.retryMax().toMillis() + ") less than sync.retry_initial_ms ("
                            + config.retryInitial().toMillis() + ")";
            boolean isMaxSet = values.winner("sync.retry_max_ms").isPresent();
            throw wrong(isMaxSet ? "sync.retry_max_ms" : "sync.retry_initial_ms", problem);
        }
    }

    /** An endpoint on this machine that is reached by way of another one. */
    private static boolean leavesThisMachineInTheClear(SyncConfig config) {
        return config.endpoint().startsWith("http:")
                && config.proxy()
                        .proxyFor(URI.create(config.endpoint()))
                        .filter(proxy -> EndpointUrl.isReadableByOthers("http://" + proxy.address()))
                        .isPresent();
    }

    private ConfigException wrong(String key, String problem) {
        return values.winner(key).orElseThrow().wrong(problem);
    }

    private int integer(String key, long fallback, long least, long most) {
        return Math.toIntExact(values.read(key, fallback, value -> value.integer(least, most)));
    }

    /** 0 counts as 1, as in kaizen: of rows, and of bytes, which makes each row a batch. */
    private long liftedToOne(String key, long fallback, long most) {
        return values.read(key, fallback, value -> Math.max(1, value.integer(0, most)));
    }

    private Duration duration(String key, long fallbackMillis, long leastMillis) {
        return Duration.ofMillis(values.read(key, fallbackMillis, value -> value.integer(leastMillis, LONGEST_MILLIS)));
    }

    private Duration flushInterval() {
        return Duration.ofMillis(values.read("sync.flush_interval_ms", 10_000L, this::liftedToLeastInterval));
    }

    private long liftedToLeastInterval(RawValue value) {
        long millis = value.integer(0, LONGEST_MILLIS);
        if (millis < LEAST_FLUSH_INTERVAL_MILLIS) {
            warnings.add(value.origin() + ": " + value.key() + " is " + millis + " and counts as "
                    + LEAST_FLUSH_INTERVAL_MILLIS + ", the least");
        }
        return Math.max(LEAST_FLUSH_INTERVAL_MILLIS, millis);
    }

    private OnPoison onPoison() {
        String wish = values.read("sync.on_poison", DEAD_LETTER, value -> {
            String text = value.text();
            if (!text.equals(DEAD_LETTER) && !text.equals(STOP)) {
                throw value.wrong("must be \"" + DEAD_LETTER + "\" or \"" + STOP + "\"");
            }
            return text;
        });
        return wish.equals(STOP) ? OnPoison.STOP : OnPoison.DEAD_LETTER;
    }
}
