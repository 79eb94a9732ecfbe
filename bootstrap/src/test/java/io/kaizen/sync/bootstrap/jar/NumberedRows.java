package io.kaizen.sync.bootstrap.jar;

import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Small rows in great numbers, made within the database: events, tool spans and evals by turns. Each has a number in it, which grows
 * with the row's id, so that a body tells which rows it holds and in what order.
 */
final class NumberedRows {

    /** What {@link #insert} makes. */
    static final List<BatchKind> KINDS = List.of(BatchKind.EVENTS, BatchKind.TOOL_SPANS, BatchKind.SESSION_EVALS);

    private static final Pattern NUMBER = Pattern.compile("\"n-(\\d+)\"");

    private static final String EVENT = "json_object('session_id_hash', 'n-' || i, 'event_seq', i, 'ts_ms', i,"
            + " 'agent', 'a', 'model', 'm', 'kind', 'message', 'source', 'hook', 'payload', json('null'))";
    private static final String SPAN =
            "json_object('session_id_hash', 's', 'span_id_hash', 'n-' || i, 'status', 'ok', 'path_hashes', json('[]'))";
    private static final String EVAL =
            "json_object('id', 'n-' || i, 'session_id', 's', 'judge_model', 'm', 'rubric_id', 'r',"
                    + " 'score', 0.5, 'rationale', '', 'flagged', json('false'), 'created_at_ms', i)";

    private NumberedRows() {}

    /** Adds the rows with the numbers from {@code first} to {@code last}. */
    static void insert(Path database, int first, int last) {
        Outboxes.execute(
                database,
                "INSERT INTO sync_outbox (session_id, kind, payload)"
                        + " WITH RECURSIVE n(i) AS (SELECT " + first + " UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + last
                        + ") SELECT 's',"
                        + " CASE i % 3 WHEN 0 THEN 'events' WHEN 1 THEN 'tool_spans' ELSE 'session_evals' END,"
                        + " CASE i % 3 WHEN 0 THEN " + EVENT + " WHEN 1 THEN " + SPAN + " ELSE " + EVAL
                        + " END FROM n");
    }

    /** The numbers of the rows in a body, in its order. */
    static Stream<Integer> in(String body) {
        return NUMBER.matcher(body).results().map(found -> Integer.valueOf(found.group(1)));
    }
}
