package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.Table;
import io.kaizen.sync.bootstrap.console.TextGuard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to show an outbox's status.
 *
 * @param overrides what the server said last that it overrides of the configuration
 */
record StatusView(Path db, String endpoint, OutboxStatus status, Optional<OverrideStore.Kept> overrides) {

    StatusView {
        Objects.requireNonNull(db, "db");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(overrides, "overrides");
    }

    /** The object of the contract, and {@code server_config} where the server overrides something. */
    Object json() {
        Map<String, @Nullable Object> object = Json.object();
        object.put("db", db.toString());
        object.put("endpoint", endpoint);
        putCounts(object, status.total());
        object.put("pending_exact", status.pendingExact());
        object.put("sent_exact", status.sentExact());
        Map<String, @Nullable Object> byKind = Json.object();
        status.byKind().forEach((kind, counts) -> byKind.put(kind.name(), countsOf(counts)));
        object.put("by_kind", byKind);
        object.put(
                "last_success_ms",
                status.lastSuccess().map(Instant::toEpochMilli).orElse(null));
        object.put("consecutive_failures", status.consecutiveFailures());
        object.put("last_error", status.lastError().orElse(null));
        overrides.ifPresent(kept -> object.put("server_config", jsonOf(kept)));
        return object;
    }

    /** For people. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add("outbox        " + db);
        lines.add("endpoint      " + (endpoint.isEmpty() ? "none; sync is off" : endpoint));
        lines.add("last success  " + status.lastSuccess().map(Instant::toString).orElse("never"));
        if (status.consecutiveFailures() > 0) {
            lines.add("failures      " + status.consecutiveFailures() + " in a row");
        }
        status.lastError().ifPresent(error -> lines.add("last error    " + TextGuard.oneLine(error)));
        overrides.ifPresent(kept -> lines.add("server sets   " + kept.overrides() + " (since " + kept.since() + ")"));
        lines.add("");
        Table table = new Table("kind", "pending", "claimed", "sent", "dead");
        status.byKind().forEach((kind, counts) -> addRow(table, TextGuard.oneLine(kind.name()), counts));
        addRow(table, "all", status.total());
        lines.addAll(table.lines());
        if (status.total().deadLettered() > 0) {
            lines.add("");
            lines.add("dead rows can never be sent; 'kaizen-sync dead-letters list' shows them");
        }
        return lines;
    }

    private static Object jsonOf(OverrideStore.Kept kept) {
        Map<String, @Nullable Object> object = Json.object();
        kept.overrides().values().forEach((key, value) -> object.put(key.key(), value));
        object.put("since_ms", kept.since().toEpochMilli());
        return object;
    }

    private void addRow(Table table, String name, Counts counts) {
        table.add(
                name,
                shown(counts.pending(), status.pendingExact()),
                counts.claimed(),
                shown(counts.sent(), status.sentExact()),
                counts.deadLettered());
    }

    private static String shown(long rows, boolean isExact) {
        return isExact ? String.valueOf(rows) : "~" + rows;
    }

    private static Object countsOf(Counts counts) {
        Map<String, @Nullable Object> object = Json.object();
        putCounts(object, counts);
        return object;
    }

    private static void putCounts(Map<String, @Nullable Object> object, Counts counts) {
        object.put("pending", counts.pending());
        object.put("claimed", counts.claimed());
        object.put("sent", counts.sent());
        object.put("dead_lettered", counts.deadLettered());
    }
}
