package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.testkit.fuzz.Dice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An outbox with something in every table, and what may become of it by other hands. Rows of kind events are healthy and stay so:
 * whatever happens to the others must not hold them up.
 */
final class RandomContents {

    /** Ids of the healthy rows. */
    static final List<Long> HEALTHY = List.of(1L, 2L, 5L, 8L, 9L);

    /** Ids of the rows that may be spoilt, and were pending. */
    static final List<Long> OTHERS = List.of(3L, 4L, 6L, 7L);

    private static final String[] PLAIN = {
        "delete from sync_outbox",
        "insert into sync_outbox (id, session_id, kind, payload, sent) values"
                + " (1, 'o', 'events', '{}', 0), (2, 'p', 'events', '{}', 0), (3, 'o', 'tool_spans', '{}', 0),"
                + " (4, 'o', 'tool_spans', '{}', 0), (5, 'o', 'events', '{}', 0), (6, 'o', 'session_evals', '{}', 0),"
                + " (7, 'p', 'tool_spans', '{}', 0), (8, 'o', 'events', '{}', 0), (9, 'o', 'events', '{}', 0),"
                + " (10, 'o', 'tool_spans', '{}', 1), (11, 'o', 'tool_spans', '{}', 0)",
        "delete from sync_outbox where id = 11",
        "insert into outbox_lane (kind, lane, holder, epoch, lease_until_ms) values ('tool_spans', 0, null, 1, 0)",
        "insert into outbox_claim values ('tool_spans', 0, 3, '019ab000-0000-7000-8000-000000000001', 'sending', '[3,4]',"
                + " replace(hex(zeroblob(32)), '00', 'cd'), 'team-7', 'blake3:00', null, 'memory:ingest', 'team-1')",
        "insert into outbox_dead_letter values (11, 'tool_spans', 'o', 'rejected', 'no', 1, 1760000000000, x'7b7d')",
        "insert into outbox_suspect values (7, 'tool_spans', 'rejected', 'no', 1)",
        "insert into outbox_exporter_ack values (6, 'file', 'session_evals')",
        "insert into outbox_sent_mark values ('tool_spans', 1760000000000, 10)",
        "insert into outbox_purge values ('tool_spans', 0, 0)",
        "insert into outbox_server_override values ('memory:ingest', 'team-1', 'events_per_batch_max', '100', 1)",
        "insert into sync_state values ('last_success_ms', '1760000000000'), ('consecutive_failures', '2'),"
                + " ('last_error', 'x')",
    };

    /** The columns of each table; those of healthy rows are out of reach. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "sync_outbox", List.of("id", "session_id", "kind", "payload", "sent"),
            "outbox_lane", List.of("kind", "lane", "holder", "epoch", "lease_until_ms"),
            "outbox_claim",
                    List.of(
                            "kind",
                            "lane",
                            "first_row_id",
                            "idempotency_key",
                            "state",
                            "row_ids",
                            "body_digest",
                            "envelope_team_id",
                            "envelope_workspace_hash",
                            "envelope_project_name",
                            "destination_endpoint",
                            "destination_team_id"),
            "outbox_dead_letter",
                    List.of("row_id", "kind", "owner", "reason", "message", "attempts", "dead_since_ms", "payload"),
            "outbox_suspect", List.of("row_id", "kind", "reason", "message", "attempts"),
            "outbox_exporter_ack", List.of("row_id", "exporter", "kind"),
            "outbox_sent_mark", List.of("kind", "marked_ms", "up_to_row_id"),
            "outbox_purge", List.of("kind", "up_to_row_id", "purged_rows"),
            "outbox_server_override",
                    List.of("destination_endpoint", "destination_team_id", "name", "said", "since_ms"),
            "sync_state", List.of("k", "v"));

    private static final List<String> TABLES =
            COLUMNS.keySet().stream().sorted().toList();

    private static final List<String> KINDS =
            List.of("tool_spans", "session_evals", "repo_snapshots", "spaceships", "EVENTS", "events ", "");

    private static final List<String> ROW_LISTS = List.of(
            "[3]",
            "[4,3]",
            "[3,3]",
            "[]",
            "[0]",
            "[-1]",
            "[3,4711]",
            "[1e3]",
            "[null]",
            "[[3]]",
            "{}",
            "[10]",
            "[3,4",
            "[11]",
            "[03,4]",
            "[[3,4]]",
            "[3,4] ");

    private static final List<String> STRUCTURES = List.of(
            "alter table sync_outbox add column extra blob default x'00'",
            "alter table sync_outbox rename column payload to body",
            "alter table sync_outbox rename column kind to sort",
            "alter table sync_state rename column v to w",
            "drop table sync_state",
            "drop table sync_outbox",
            "drop table outbox_claim",
            "drop table outbox_lane",
            "drop table outbox_meta",
            "drop table outbox_suspect",
            "drop table outbox_dead_letter",
            "drop table outbox_exporter_ack",
            "drop table outbox_sent_mark",
            "alter table outbox_claim drop column state",
            "alter table outbox_lane rename column epoch to age",
            "alter table outbox_dead_letter drop column payload",
            "drop table outbox_claim; create view outbox_claim as select 1 as kind",
            "create trigger t before update on sync_outbox begin select raise(abort, 'no'); end",
            "create trigger t before insert on outbox_claim begin select raise(abort, 'no'); end",
            "update outbox_meta set v = '999' where k = 'schema_version'",
            "update outbox_meta set v = '0' where k = 'schema_version'",
            "update outbox_meta set v = x'ff' where k = 'schema_version'",
            "delete from outbox_meta",
            "insert into outbox_meta values ('made_by', x'00') on conflict do update set v = excluded.v",
            "drop table outbox_schema_history",
            "update outbox_schema_history set success = 0",
            "pragma user_version = -1",
            "pragma application_id = 7",
            "pragma auto_vacuum = 1; vacuum",
            "pragma page_size = 512; pragma journal_mode = delete; vacuum");

    private RandomContents() {}

    /** Fills {@code file}, whose tables are there. */
    static void fill(Path file) throws SQLException {
        TestFiles.execute(file, PLAIN);
    }

    /** Changes values, adds or removes rows, in one to four places. Other programs' constraints hold for what changes. */
    static void spoilValues(Path file, Dice dice) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (int left = dice.between(1, 4); left > 0; left--) {
                execute(statement, change(dice));
            }
        }
    }

    /** Takes tables or columns away, puts others in their place, or tells lies about the version. */
    static void spoilStructure(Path file, Dice dice) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : dice.of(STRUCTURES).split(";(?! end)")) {
                execute(statement, each);
            }
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        try {
            statement.executeUpdate(sql);
        } catch (SQLException refused) {
            if (refused.getErrorCode() == 0) {
                throw refused;
            }
        }
    }

    private static String change(Dice dice) {
        String table = dice.of(TABLES);
        List<String> columns = COLUMNS.getOrDefault(table, List.of());
        String others = columns.contains("kind") ? " where kind <> 'events'" : "";
        if (table.equals("sync_outbox")) {
            others += " and id = " + dice.of(OTHERS);
        }
        if (dice.oneIn(12) && !table.equals("sync_outbox")) {
            return "delete from " + table + others;
        }
        if (dice.oneIn(4)) {
            return "insert or ignore into " + table + " (" + String.join(", ", columns) + ") values ("
                    + String.join(
                            ", ",
                            columns.stream().map(column -> value(column, dice)).toList())
                    + ")";
        }
        String column = dice.of(columns);
        return "update or ignore " + table + " set " + column + " = " + value(column, dice) + others;
    }

    /** A value that is right for the column now and then, and of any type otherwise. */
    private static String value(String column, Dice dice) {
        if (column.equals("kind")) {
            return dice.oneIn(4) ? odd(dice) : text(dice.of(KINDS));
        }
        if (column.equals("row_ids") && dice.oneIn(2)) {
            return text(dice.of(ROW_LISTS));
        }
        return dice.oneIn(3) ? Integer.toString(dice.below(15)) : odd(dice);
    }

    private static String odd(Dice dice) {
        return switch (dice.below(7)) {
            case 0 -> "null";
            case 1, 2 -> dice.number();
            case 3, 4 -> text(dice.text());
            case 5 -> "x'" + HexFormat.of().formatHex(dice.noise(dice.below(20))) + "'";
            default -> "cast(x'" + HexFormat.of().formatHex(dice.noise(1 + dice.below(5))) + "' as text)";
        };
    }

    /** As bytes, since text with zeros cannot stand in a statement. */
    private static String text(String text) {
        return "cast(x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' as text)";
    }
}
