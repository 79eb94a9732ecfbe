package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code sync_state}, which kaizen reads and writes too. For one transaction. */
public final class SyncStateTable {

    private static final String LAST_SUCCESS = "last_success_ms";
    private static final String FAILURES = "consecutive_failures";
    private static final String LAST_ERROR = "last_error";

    private final HotStatements statements;

    /** For the transaction, or the moment, of {@code session}. */
    public SyncStateTable(SqliteSession session) {
        this.statements = session.statements();
    }

    /** Notes a batch that was committed at {@code now}. */
    public void succeeded(Instant now) {
        statements.update(
                "insert into sync_state (k, v) values ('last_success_ms', ?), ('consecutive_failures', '0')"
                        + " on conflict (k) do update set v = excluded.v",
                Long.toString(now.toEpochMilli()));
        statements.update("delete from sync_state where k = 'last_error'");
    }

    /** The success that was written down last, as it stands there; empty if there was none. */
    String lastSuccess() {
        return statements
                .first(
                        "select v from sync_state where k = 'last_success_ms'",
                        found -> String.valueOf(found.getString(1)))
                .orElse("");
    }

    /** Counts a failed flush, and keeps its message. */
    public void failed(String message) {
        put(FAILURES, Long.toString(read().consecutiveFailures() + 1));
        put(LAST_ERROR, message);
    }

    /** Reads all of it. */
    public State read() {
        Map<String, String> stored = new HashMap<>();
        statements.query("select k, v from sync_state", pairs -> {
            while (pairs.next()) {
                stored.put(pairs.getString(1), pairs.getString(2));
            }
            return stored;
        });
        return new State(
                number(stored.get(LAST_SUCCESS)).map(Instant::ofEpochMilli),
                number(stored.get(FAILURES)).orElse(0L),
                Optional.ofNullable(stored.get(LAST_ERROR)));
    }

    /** What stands there. What is no number counts as never written: nothing of it is worth stopping for. */
    public record State(Optional<Instant> lastSuccess, long consecutiveFailures, Optional<String> lastError) {}

    private void put(String key, String value) {
        statements.update(
                "insert into sync_state (k, v) values (?, ?) on conflict (k) do update set v = excluded.v", key, value);
    }

    private static Optional<Long> number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
