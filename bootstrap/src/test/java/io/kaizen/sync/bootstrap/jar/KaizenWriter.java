package io.kaizen.sync.bootstrap.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Does to a database, in a process of its own, what a kaizen at work does: events one by one and in handfuls, the spans of a session
 * replaced as a whole, twice in a row, and once in ten rounds rows marked as sent that it read a round before, as its own sync would. Each
 * row has a number. For one thread.
 */
final class KaizenWriter implements AutoCloseable {

    /** Rows of one round: ten events alone, five together, and the spans of a session. */
    private static final int ROWS_PER_ROUND = 20;

    private static final int SPANS = 5;
    private static final int SESSIONS = 30;
    private static final int ROUNDS_BETWEEN_MARKS = 10;
    private static final int MARKED = 8;

    /** So many rounds are written at most until somebody says that the flusher is at work. */
    private static final int MOST_ROUNDS_BEFORE = 3_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement deletePending;
    private final long firstId;
    private final KaizenWriterReport report = new KaizenWriterReport();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private List<Long> readForSync = List.of();
    private int number;
    private long start;

    private KaizenWriter(Path database) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        for (String pragma : List.of(
                "journal_mode = wal", "busy_timeout = 5000", "synchronous = normal", "wal_autocheckpoint = 1000")) {
            execute("PRAGMA " + pragma);
        }
        this.insert = connection.prepareStatement(
                "INSERT INTO sync_outbox (session_id, kind, payload, sent) VALUES (?, ?, ?, 0) RETURNING id");
        this.deletePending = connection.prepareStatement(
                "DELETE FROM sync_outbox WHERE session_id = ? AND kind = ? AND sent = 0 RETURNING id");
        this.firstId = ids("SELECT coalesce(max(id), 0) + 1 FROM sync_outbox").get(0);
    }

    /**
     * Writes until a byte comes in by standard input, which says that the flusher is at work, and for a while after it; then tells what
     * it has done and seen.
     *
     * @param args the database, seconds of that while, rows per second, and the file for the report
     */
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[1]) * Integer.parseInt(args[2]) / ROWS_PER_ROUND;
        Duration pace = Duration.ofSeconds(1).multipliedBy(ROWS_PER_ROUND).dividedBy(Integer.parseInt(args[2]));
        try (KaizenWriter writer = new KaizenWriter(Path.of(args[0]))) {
            writer.write(rounds, pace);
            writer.report.save(Path.of(args[3]));
        }
    }

    private void write(int rounds, Duration pace) throws SQLException, IOException {
        start = System.nanoTime();
        int round = 0;
        while (System.in.available() == 0 && round < MOST_ROUNDS_BEFORE) {
            writeRound(round++, pace);
        }
        report.flusherIsAtWork();
        int end = round + rounds;
        while (round < end) {
            writeRound(round++, pace);
        }
    }

    private void writeRound(int round, Duration pace) throws SQLException {
        awaitNanos(start + round * pace.toNanos());
        int session = round / 2 % SESSIONS;
        for (int i = 0; i < 10; i++) {
            transaction(() -> event(session));
        }
        transaction(() -> {
            for (int i = 0; i < 5; i++) {
                event(session);
            }
        });
        transaction(() -> replaceSpans(session));
        switch (round % ROUNDS_BETWEEN_MARKS) {
            case 0 ->
                readForSync = ids("SELECT id FROM sync_outbox WHERE sent = 0 AND id >= " + firstId
                        + " ORDER BY id DESC LIMIT " + MARKED);
            case 1 -> markAsSent();
            default -> {}
        }
    }

    private static void awaitNanos(long moment) {
        long left = moment - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = moment - System.nanoTime();
        }
    }

    private void event(int session) throws SQLException {
        number++;
        insert(session, "events", String.format(Locale.ROOT, """
                {"session_id_hash":"n-%d","event_seq":%d,"ts_ms":1760000000000,"agent":"claude","model":"m",\
                "kind":"tool_call","source":"hook","tool":"Bash","tokens_in":12,"payload":{"command":"%s"}}""", number, number, "ls ".repeat(60)));
    }

    /** The latest spans of a session take the place of those that are still pending. */
    private void replaceSpans(int session) throws SQLException {
        deletePending.setString(1, session(session));
        deletePending.setString(2, "tool_spans");
        try (ResultSet deleted = deletePending.executeQuery()) {
            while (deleted.next()) {
                withdraw(deleted.getLong(1), report::deleted);
            }
        }
        for (int i = 0; i < SPANS; i++) {
            number++;
            insert(session, "tool_spans", String.format(Locale.ROOT, """
                    {"session_id_hash":"s-%d","span_id_hash":"n-%d","tool":"Bash","status":"ok",\
                    "started_at_ms":1760000000000,"path_hashes":[]}""", session, number));
        }
    }

    /** Marks what was read a round before, whether it is still pending or not. */
    private void markAsSent() throws SQLException {
        if (readForSync.isEmpty()) {
            return;
        }
        String read = readForSync.toString().replace('[', '(').replace(']', ')');
        transaction(() -> {
            for (long id : ids("SELECT id FROM sync_outbox WHERE sent = 0 AND id IN " + read)) {
                withdraw(id, report::marked);
            }
            execute("UPDATE sync_outbox SET sent = 1 WHERE id IN " + read);
            execute("INSERT OR REPLACE INTO sync_state (k, v) VALUES ('last_success_ms', '" + System.currentTimeMillis()
                    + "')");
        });
    }

    private void withdraw(long id, IntConsumer how) {
        Integer known = numbers.get(id);
        if (known != null) {
            how.accept(known);
        }
    }

    private void insert(int session, String kind, String payload) throws SQLException {
        insert.setString(1, session(session));
        insert.setString(2, kind);
        insert.setString(3, payload);
        try (ResultSet id = insert.executeQuery()) {
            numbers.put(id.getLong(1), number);
        }
        report.wrote();
    }

    private static String session(int session) {
        return "live-" + session;
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** Whatever the database says, "busy" not least, ends the process. */
    private void transaction(Work work) throws SQLException {
        long before = System.nanoTime();
        execute("BEGIN IMMEDIATE");
        report.waited(Duration.ofNanos(System.nanoTime() - before));
        work.run();
        execute("COMMIT");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Long> ids(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<Long> ids = new ArrayList<>();
            while (found.next()) {
                ids.add(found.getLong(1));
            }
            return ids;
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        deletePending.close();
        connection.close();
    }
}
