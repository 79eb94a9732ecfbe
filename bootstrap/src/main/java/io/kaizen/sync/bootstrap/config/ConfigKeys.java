package io.kaizen.sync.bootstrap.config;

import java.util.List;
import java.util.stream.Stream;

/** The keys of the tables that are ours, in the order of the documentation. */
final class ConfigKeys {

    static final String EXPORTERS = "telemetry.exporters";

    static final List<String> ALL = List.of(
            "sync.endpoint",
            "sync.team_token",
            "sync.team_id",
            "sync.team_salt_hex",
            "sync.events_per_batch_max",
            "sync.max_body_bytes",
            "sync.flush_interval_ms",
            "sync.sample_rate",
            "sync.retry_initial_ms",
            "sync.retry_max_ms",
            "sync.retry_max_failures",
            "sync.max_retry_after_ms",
            "sync.request_timeout_ms",
            "sync.exporter_timeout_ms",
            "sync.on_poison",
            "sync.gzip_level",
            "sync.lanes",
            "sync.max_requests_per_second",
            "sync.allow_insecure",
            "sync.proxy",
            "sync.project_name",
            "sync.retain_sent_days",
            "sync.max_pending_rows",
            "sync.max_pending_bytes",
            "store.allow_network_fs",
            "telemetry.fail_open",
            EXPORTERS);

    /** The tables that are ours; all others belong to other features of kaizen. */
    static final List<String> TABLES = List.of("sync", "telemetry", "store");

    /** The tables of kaizen's other features, as of kaizen 0.1.42. */
    static final List<String> TABLES_OF_KAIZEN =
            List.of("scan", "sources", "retention", "storage", "proxy", "eval", "collect");

    /** What kaizen alone reads in our tables. */
    static final List<String> KAIZENS = List.of("telemetry.query");

    /** Keys that count as not set where a file leaves them empty, as in kaizen. */
    static final List<String> OF_THE_TEAM =
            List.of("sync.endpoint", "sync.team_token", "sync.team_id", "sync.team_salt_hex");

    static final List<String> SECRETS = List.of("sync.team_token", "sync.team_salt_hex");

    private ConfigKeys() {}

    /** Whether {@code path} is a key of ours, one in a table of an exporter included. */
    static boolean isKnown(String path) {
        return ALL.contains(path) || (path.startsWith(EXPORTERS + "[") && isKeyOfExporter(path));
    }

    private static boolean isKeyOfExporter(String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return Stream.of(ExporterType.values()).anyMatch(type -> type.keys().contains(name));
    }
}
