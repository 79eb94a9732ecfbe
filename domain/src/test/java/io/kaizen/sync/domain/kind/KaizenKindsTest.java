package io.kaizen.sync.domain.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of the contract, in its own notation. */
class KaizenKindsTest {

    @ParameterizedTest
    @CsvSource({
        "events, /v1/events, events, true",
        "tool_spans, /v1/tool-spans, spans, true",
        "repo_snapshots, /v1/repo-snapshots, snapshots, true",
        "workspace_facts, /v1/workspace-facts, facts, true",
        "session_evals, /v1/session-evals, evals, false",
        "session_feedback, , feedback, false",
    })
    void eachKindHasItsRouteArrayAndEnvelope(String kind, String route, String array, boolean enveloped) {
        KindSpec spec = KaizenKinds.REGISTRY.find(new BatchKind(kind)).orElseThrow();

        assertThat(spec.route().orElse(null)).isEqualTo(route);
        assertThat(spec.isPosted()).isEqualTo(route != null);
        assertThat(spec.arrayName()).isEqualTo(array);
        assertThat(spec.enveloped()).isEqualTo(enveloped);
    }

    @Test
    void thereAreSixInTheContractsOrder() {
        assertThat(KaizenKinds.REGISTRY.all())
                .extracting(KindSpec::kind)
                .containsExactly(
                        BatchKind.EVENTS,
                        BatchKind.TOOL_SPANS,
                        BatchKind.REPO_SNAPSHOTS,
                        BatchKind.WORKSPACE_FACTS,
                        BatchKind.SESSION_EVALS,
                        BatchKind.SESSION_FEEDBACK);
    }

    @Test
    void aKindThatNobodyToldUsAboutIsUnknown() {
        assertThat(KaizenKinds.REGISTRY.find(new BatchKind("Events"))).isEmpty();
        assertThat(KaizenKinds.REGISTRY.find(new BatchKind(""))).isEmpty();
    }

    @Test
    void events() {
        assertThat(allowlist("events"))
                .isEqualTo("session_id_hash str, event_seq u64, ts_ms u64, agent str, model str, kind str, source str, "
                        + "tool? str omit, tool_call_id? str omit, tokens_in? u32 omit, tokens_out? u32 omit, "
                        + "reasoning_tokens? u32 omit, cost_usd_e6? i64 omit, payload any");
    }

    @Test
    void toolSpans() {
        assertThat(allowlist("tool_spans"))
                .isEqualTo(
                        "session_id_hash str, span_id_hash str, tool? str omit, status str, started_at_ms? u64 null, "
                                + "ended_at_ms? u64 null, lead_time_ms? u64 null, tokens_in? u32 null, tokens_out? u32 null, "
                                + "reasoning_tokens? u32 null, cost_usd_e6? i64 null, path_hashes [str]");
    }

    @Test
    void repoSnapshots() {
        assertThat(allowlist("repo_snapshots"))
                .isEqualTo(
                        "snapshot_id_hash str, commit_hash? str null, indexed_at_ms u64, dirty bool, chunk_index u32, "
                                + "chunk_total u32, file_facts [(path_hash str, language str, bytes u64, loc u32, sloc u32, "
                                + "complexity_total u32, max_fn_complexity u32, symbol_count u32, import_count u32, fan_in u32, "
                                + "fan_out u32, churn_30d u32, churn_90d u32, authors_90d u32, last_changed_ms? u64 null)], "
                                + "edges [(from_hash str, to_hash str, kind str, weight u32)]");
    }

    @Test
    void workspaceFacts() {
        assertThat(allowlist("workspace_facts")).isEqualTo("skill_slugs [str], rule_slugs [str]");
    }

    @Test
    void sessionEvals() {
        assertThat(allowlist("session_evals"))
                .isEqualTo("id str, session_id str, judge_model str, rubric_id str, score f64, rationale str, "
                        + "flagged bool, created_at_ms u64");
    }

    @Test
    void sessionFeedback() {
        assertThat(allowlist("session_feedback"))
                .isEqualTo("id str, session_id str, score? u8 null, label? good|bad|interesting|bug|regression null, "
                        + "note? str null, created_at_ms u64");
    }

    @Test
    void integersReachTheEndsOfTheirTypes() {
        assertThat(IntegerRange.U8.max()).isEqualTo(BigInteger.valueOf(255));
        assertThat(IntegerRange.U32.max()).isEqualTo(BigInteger.valueOf(4_294_967_295L));
        assertThat(IntegerRange.U64.max()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(List.of(IntegerRange.U8.min(), IntegerRange.U32.min(), IntegerRange.U64.min()))
                .containsOnly(BigInteger.ZERO);
        assertThat(IntegerRange.I64.min()).isEqualTo(new BigInteger("-9223372036854775808"));
        assertThat(IntegerRange.I64.max()).isEqualTo(new BigInteger("9223372036854775807"));
    }

    @Test
    void anEmptyRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntegerRange(BigInteger.ONE, BigInteger.ZERO))
                .withMessage("empty range: 1 to 0");
    }

    @Test
    void aFieldIsListedOnce() {
        FieldRule field = new FieldRule("a", Scalar.STRING, Presence.REQUIRED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RowSchema(List.of(field, field)))
                .withMessage("field listed twice: a");
    }

    @Test
    void kindsAreSortedByName() {
        assertThat(BatchKind.EVENTS).isLessThan(BatchKind.TOOL_SPANS).hasToString("events");
    }

    private static String allowlist(String kind) {
        return text(KaizenKinds.REGISTRY
                .find(new BatchKind(kind))
                .orElseThrow()
                .allowlist()
                .orElseThrow());
    }

    private static String text(RowSchema schema) {
        return schema.fields().stream()
                .map(field -> field.name()
                        + (field.presence() == Presence.REQUIRED ? " " : "? ")
                        + field.type().fold(new Notation())
                        + suffix(field.presence()))
                .collect(Collectors.joining(", "));
    }

    private static String suffix(Presence presence) {
        return switch (presence) {
            case REQUIRED -> "";
            case OMITTED_WHEN_ABSENT -> " omit";
            case NULL_WHEN_ABSENT -> " null";
        };
    }

    /** A type as the contract writes it. */
    private static final class Notation implements FieldType.Cases<String> {

        @Override
        public String scalar(Scalar type) {
            return switch (type) {
                case STRING -> "str";
                case BOOLEAN -> "bool";
                case DECIMAL -> "f64";
                case ANY -> "any";
            };
        }

        @Override
        public String integer(IntegerRange type) {
            boolean signed = type.min().signum() < 0;
            return (signed ? "i" : "u") + (type.max().bitLength() + (signed ? 1 : 0));
        }

        @Override
        public String oneOf(OneOf type) {
            return String.join("|", type.values());
        }

        @Override
        public String arrayOf(ArrayOf type) {
            return "[" + type.element().fold(this) + "]";
        }

        @Override
        public String object(Nested type) {
            return "(" + text(type.schema()) + ")";
        }
    }
}
