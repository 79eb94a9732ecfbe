package io.kaizen.sync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Rows such as agents leave, about 550 bytes each, the same ones in every run: half of a row is names, numbers and hashes, half words.
 * For one thread.
 */
public final class BenchmarkRows {

    /** All kinds, in the order in which they alternate. */
    public static final List<BatchKind> KINDS = KaizenKinds.REGISTRY.names();

    private static final int ROWS_PER_OWNER = 50;
    private static final long FIRST_MS = 1_760_000_000_000L;
    private static final String[] WORDS =
            ("cache token loop client session index handler update retry batch module schema parser"
                            + " config after which every value that was read before goes back into its place")
                    .split(" ", -1);

    private final SplittableRandom random = new SplittableRandom(42);

    /** Whose the row of this number is; numbers count from 0. */
    public static String ownerOf(long row) {
        return String.format(Locale.ROOT, "session-%08x", row / ROWS_PER_OWNER);
    }

    /** The next row's payload, as JSON. {@code row} counts up from 0. */
    public byte[] next(BatchKind kind, long row) {
        return text(kind, row).getBytes(UTF_8);
    }

    private String text(BatchKind kind, long row) {
        long time = FIRST_MS + row * 1700;
        return switch (kind.name()) {
            case "events" ->
                "{\"session_id_hash\":\"" + hash(row / ROWS_PER_OWNER) + "\",\"event_seq\":" + row + ",\"ts_ms\":"
                        + time
                        + ",\"agent\":\"codex\",\"model\":\"gpt-5-codex\",\"kind\":\"tool_call\",\"source\":\"hook\","
                        + "\"tool\":\"Edit\",\"tool_call_id\":\"toolu_" + hex(12) + "\",\"tokens_in\":" + below(200_000)
                        + ",\"tokens_out\":" + below(9_000) + ",\"cost_usd_e6\":" + below(500_000)
                        + ",\"payload\":{\"duration_ms\":" + below(60_000) + ",\"ok\":true,\"text\":\"" + words(172)
                        + "\"}}";
            case "tool_spans" ->
                "{\"session_id_hash\":\"" + hash(row / ROWS_PER_OWNER) + "\",\"span_id_hash\":\"blake3:" + hex(32)
                        + "\",\"tool\":\"Bash\",\"status\":\"ok\",\"started_at_ms\":" + time + ",\"ended_at_ms\":"
                        + (time + below(60_000)) + ",\"lead_time_ms\":" + below(60_000) + ",\"tokens_in\":"
                        + below(200_000) + ",\"tokens_out\":" + below(9_000)
                        + ",\"reasoning_tokens\":null,\"cost_usd_e6\":" + below(500_000)
                        + ",\"path_hashes\":[\"blake3:" + hex(32) + "\",\"blake3:" + hex(32) + "\"]}";
            case "repo_snapshots" ->
                "{\"snapshot_id_hash\":\"blake3:" + hex(32) + "\",\"commit_hash\":null,\"indexed_at_ms\":" + time
                        + ",\"dirty\":false,\"chunk_index\":0,\"chunk_total\":1,\"file_facts\":[{\"path_hash\":\"blake3:"
                        + hex(32) + "\",\"language\":\"java\",\"bytes\":" + below(90_000) + ",\"loc\":" + below(900)
                        + ",\"sloc\":" + below(700) + ",\"complexity_total\":" + below(90)
                        + ",\"max_fn_complexity\":7,\"symbol_count\":" + below(90)
                        + ",\"import_count\":9,\"fan_in\":3,\"fan_out\":4,\"churn_30d\":5,\"churn_90d\":8,"
                        + "\"authors_90d\":2,\"last_changed_ms\":null}],\"edges\":[]}";
            case "workspace_facts" ->
                "{\"skill_slugs\":[\"" + words(370).replace(" ", "\",\"") + "\"],\"rule_slugs\":[\"" + hex(8) + "\"]}";
            case "session_evals" ->
                "{\"id\":\"" + hex(16) + "\",\"session_id\":\"" + hex(16)
                        + "\",\"judge_model\":\"claude-opus\",\"rubric_id\":\"clarity-2\",\"score\":0."
                        + below(1_000_000)
                        + ",\"rationale\":\"" + words(320) + "\",\"flagged\":false,\"created_at_ms\":" + time + "}";
            case "session_feedback" ->
                "{\"id\":\"" + hex(16) + "\",\"session_id\":\"" + hex(16) + "\",\"score\":" + below(256)
                        + ",\"label\":\"good\",\"note\":\"" + words(370) + "\",\"created_at_ms\":" + time + "}";
            default -> throw new IllegalArgumentException("no rows of kind " + kind);
        };
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    /** The same one for the same number. */
    private static String hash(long number) {
        SplittableRandom ofNumber = new SplittableRandom(number);
        return "blake3:" + hex(ofNumber, 32);
    }

    private String hex(int bytes) {
        return hex(random, bytes);
    }

    private static String hex(SplittableRandom random, int bytes) {
        StringBuilder digits = new StringBuilder(2 * bytes);
        for (int i = 0; i < 2 * bytes; i++) {
            digits.append(Character.forDigit(random.nextInt(16), 16));
        }
        return digits.toString();
    }

    private String words(int letters) {
        StringBuilder text = new StringBuilder(letters + 10);
        while (text.length() < letters) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[below(WORDS.length)]);
        }
        return text.toString();
    }
}
