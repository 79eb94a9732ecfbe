package io.kaizen.sync.domain.kind;

import static io.kaizen.sync.domain.kind.FieldRule.nullable;
import static io.kaizen.sync.domain.kind.FieldRule.omitted;
import static io.kaizen.sync.domain.kind.FieldRule.required;
import static io.kaizen.sync.domain.kind.FieldType.IntegerRange.I64;
import static io.kaizen.sync.domain.kind.FieldType.IntegerRange.U32;
import static io.kaizen.sync.domain.kind.FieldType.IntegerRange.U64;
import static io.kaizen.sync.domain.kind.FieldType.IntegerRange.U8;
import static io.kaizen.sync.domain.kind.FieldType.Scalar.ANY;
import static io.kaizen.sync.domain.kind.FieldType.Scalar.BOOLEAN;
import static io.kaizen.sync.domain.kind.FieldType.Scalar.DECIMAL;
import static io.kaizen.sync.domain.kind.FieldType.Scalar.STRING;

import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import java.util.List;

/** The six kinds of kaizen: the tables of the contract, as data. */
public final class KaizenKinds {

    private static final ArrayOf STRINGS = new ArrayOf(STRING);

    private static final RowSchema EVENT = RowSchema.of(
            required("session_id_hash", STRING),
            required("event_seq", U64),
            required("ts_ms", U64),
            required("agent", STRING),
            required("model", STRING),
            required("kind", STRING),
            required("source", STRING),
            omitted("tool", STRING),
            omitted("tool_call_id", STRING),
            omitted("tokens_in", U32),
            omitted("tokens_out", U32),
            omitted("reasoning_tokens", U32),
            omitted("cost_usd_e6", I64),
            required("payload", ANY));

    private static final RowSchema TOOL_SPAN = RowSchema.of(
            required("session_id_hash", STRING),
            required("span_id_hash", STRING),
            omitted("tool", STRING),
            required("status", STRING),
            nullable("started_at_ms", U64),
            nullable("ended_at_ms", U64),
            nullable("lead_time_ms", U64),
            nullable("tokens_in", U32),
            nullable("tokens_out", U32),
            nullable("reasoning_tokens", U32),
            nullable("cost_usd_e6", I64),
            required("path_hashes", STRINGS));

    private static final RowSchema FILE_FACT = RowSchema.of(
            required("path_hash", STRING),
            required("language", STRING),
            required("bytes", U64),
            required("loc", U32),
            required("sloc", U32),
            required("complexity_total", U32),
            required("max_fn_complexity", U32),
            required("symbol_count", U32),
            required("import_count", U32),
            required("fan_in", U32),
            required("fan_out", U32),
            required("churn_30d", U32),
            required("churn_90d", U32),
            required("authors_90d", U32),
            nullable("last_changed_ms", U64));

    private static final RowSchema EDGE = RowSchema.of(
            required("from_hash", STRING),
            required("to_hash", STRING),
            required("kind", STRING),
            required("weight", U32));

    private static final RowSchema REPO_SNAPSHOT = RowSchema.of(
            required("snapshot_id_hash", STRING),
            nullable("commit_hash", STRING),
            required("indexed_at_ms", U64),
            required("dirty", BOOLEAN),
            required("chunk_index", U32),
            required("chunk_total", U32),
            required("file_facts", new ArrayOf(new Nested(FILE_FACT))),
            required("edges", new ArrayOf(new Nested(EDGE))));

    private static final RowSchema WORKSPACE_FACT =
            RowSchema.of(required("skill_slugs", STRINGS), required("rule_slugs", STRINGS));

    private static final RowSchema SESSION_EVAL = RowSchema.of(
            required("id", STRING),
            required("session_id", STRING),
            required("judge_model", STRING),
            required("rubric_id", STRING),
            required("score", DECIMAL),
            required("rationale", STRING),
            required("flagged", BOOLEAN),
            required("created_at_ms", U64));

    private static final RowSchema SESSION_FEEDBACK = RowSchema.of(
            required("id", STRING),
            required("session_id", STRING),
            nullable("score", U8),
            nullable("label", new OneOf(List.of("good", "bad", "interesting", "bug", "regression"))),
            nullable("note", STRING),
            required("created_at_ms", U64));

    /** In the contract's order. */
    public static final KindRegistry REGISTRY = KindRegistry.of(
            KindSpec.posted(BatchKind.EVENTS, "/v1/events", "events").allowing(EVENT),
            KindSpec.posted(BatchKind.TOOL_SPANS, "/v1/tool-spans", "spans").allowing(TOOL_SPAN),
            KindSpec.posted(BatchKind.REPO_SNAPSHOTS, "/v1/repo-snapshots", "snapshots")
                    .allowing(REPO_SNAPSHOT),
            KindSpec.posted(BatchKind.WORKSPACE_FACTS, "/v1/workspace-facts", "facts")
                    .allowing(WORKSPACE_FACT),
            KindSpec.posted(BatchKind.SESSION_EVALS, "/v1/session-evals", "evals")
                    .withoutEnvelope()
                    .allowing(SESSION_EVAL),
            KindSpec.exported(BatchKind.SESSION_FEEDBACK, "feedback").allowing(SESSION_FEEDBACK));

    private KaizenKinds() {}
}
