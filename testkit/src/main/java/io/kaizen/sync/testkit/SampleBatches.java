package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Batches of valid rows, as an encoder would hand them out. */
public final class SampleBatches {

    /** The envelope of all of them. */
    public static final BatchEnvelope ENVELOPE =
            new BatchEnvelope("team-1", "blake3:" + "ab".repeat(32), Optional.of("widget"));

    private SampleBatches() {}

    /** The known kinds. */
    public static List<BatchKind> kinds() {
        return KaizenKinds.REGISTRY.names();
    }

    /** A batch of {@code count} events that differ in their ids alone. */
    public static Batch events(int count) {
        return of(BatchKind.EVENTS, count);
    }

    /** A batch of {@code kind} with {@code count} rows that differ in their ids alone. */
    public static Batch of(BatchKind kind, int count) {
        String[] rows = new String[count];
        Arrays.fill(rows, sampleRow(kind));
        return of(kind, rows);
    }

    /** A batch of {@code kind} whose rows have the ids 1, 2, … and the given JSON. */
    public static Batch of(BatchKind kind, String... json) {
        return of(kind, List.of(json));
    }

    /** The same, from a list. */
    public static Batch of(BatchKind kind, List<String> json) {
        List<EncodedRow> rows = new ArrayList<>();
        for (String row : json) {
            rows.add(new EncodedRow(new RowId(rows.size() + 1L), new OwnerId("owner"), row.getBytes(UTF_8)));
        }
        return new Batch(specOf(kind), ENVELOPE, rows);
    }

    private static KindSpec specOf(BatchKind kind) {
        return KaizenKinds.REGISTRY.find(kind).orElseThrow(() -> new IllegalArgumentException("unknown kind " + kind));
    }

    /** A valid row of {@code kind}. */
    public static String sampleRow(BatchKind kind) {
        return switch (kind.name()) {
            case "events" ->
                "{\"session_id_hash\":\"blake3:s1\",\"event_seq\":7,\"ts_ms\":1760000000000,"
                        + "\"agent\":\"claude\",\"model\":\"m\",\"kind\":\"tool_call\",\"source\":\"hook\",\"payload\":{}}";
            case "tool_spans" ->
                "{\"session_id_hash\":\"blake3:s1\",\"span_id_hash\":\"blake3:p\",\"status\":\"done\","
                        + "\"started_at_ms\":1760000000000,\"ended_at_ms\":null,\"lead_time_ms\":null,\"tokens_in\":null,"
                        + "\"tokens_out\":null,\"reasoning_tokens\":null,\"cost_usd_e6\":null,\"path_hashes\":[]}";
            case "repo_snapshots" ->
                "{\"snapshot_id_hash\":\"blake3:r\",\"commit_hash\":null,"
                        + "\"indexed_at_ms\":1760000000000,\"dirty\":false,\"chunk_index\":0,\"chunk_total\":1,"
                        + "\"file_facts\":[],\"edges\":[]}";
            case "workspace_facts" -> "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}";
            case "session_evals" ->
                "{\"id\":\"e1\",\"session_id\":\"s1\",\"judge_model\":\"m\",\"rubric_id\":\"r\","
                        + "\"score\":0.5,\"rationale\":\"fine\",\"flagged\":false,\"created_at_ms\":1760000000000}";
            case "session_feedback" ->
                "{\"id\":\"f1\",\"session_id\":\"s1\",\"score\":null,\"label\":\"good\","
                        + "\"note\":null,\"created_at_ms\":1760000000000}";
            default -> throw new IllegalArgumentException("no sample row of kind " + kind);
        };
    }
}
