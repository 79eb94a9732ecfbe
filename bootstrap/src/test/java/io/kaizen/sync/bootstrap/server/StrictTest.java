package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.bootstrap.server.TestClient.envelope;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the contract as a strict server sees them. */
class StrictTest {

    private static final String EVENT = "{\"session_id_hash\":\"s\",\"event_seq\":18446744073709551615,\"ts_ms\":2,"
            + "\"agent\":\"a\",\"model\":\"m\",\"kind\":\"k\",\"source\":\"x\",\"tool\":\"t\",\"tokens_in\":4294967295,"
            + "\"cost_usd_e6\":-1,\"payload\":null}";
    private static final String SPAN = "{\"session_id_hash\":\"s\",\"span_id_hash\":\"p\",\"status\":\"done\","
            + "\"started_at_ms\":1,\"ended_at_ms\":null,\"lead_time_ms\":null,\"tokens_in\":null,\"tokens_out\":null,"
            + "\"reasoning_tokens\":null,\"cost_usd_e6\":null,\"path_hashes\":[\"h\"]}";
    private static final String SNAPSHOT = "{\"snapshot_id_hash\":\"s\",\"commit_hash\":null,\"indexed_at_ms\":1,"
            + "\"dirty\":false,\"chunk_index\":0,\"chunk_total\":1,\"file_facts\":[],"
            + "\"edges\":[{\"from_hash\":\"f\",\"to_hash\":\"t\",\"kind\":\"k\",\"weight\":1}]}";
    private static final String EVAL = "{\"id\":\"i\",\"session_id\":\"s\",\"judge_model\":\"j\",\"rubric_id\":\"r\","
            + "\"score\":1e-3,\"rationale\":\"\",\"flagged\":true,\"created_at_ms\":0}";

    static Stream<Arguments> goodRows() {
        return Stream.of(
                argumentSet("event", BatchKind.EVENTS, EVENT),
                argumentSet("span", BatchKind.TOOL_SPANS, SPAN),
                argumentSet("snapshot", BatchKind.REPO_SNAPSHOTS, SNAPSHOT),
                argumentSet("fact", BatchKind.WORKSPACE_FACTS, "{\"skill_slugs\":[],\"rule_slugs\":[\"a\",\"b\"]}"),
                argumentSet("eval", BatchKind.SESSION_EVALS, EVAL));
    }

    @ParameterizedTest
    @MethodSource("goodRows")
    void takesARowAsTheContractHasIt(BatchKind kind, String row) {
        assertThatCode(() -> check(kind, row)).doesNotThrowAnyException();
    }

    static Stream<Arguments> badRows() {
        return Stream.of(
                event("a field missing", "\"ts_ms\":2,", "", "events[0].ts_ms: missing"),
                event("the last field missing", ",\"payload\":null", "", "events[0].payload: missing"),
                event("an unlisted field", "\"ts_ms\":2,", "\"ts_ms\":2,\"email\":\"x\",", "does not list"),
                event(
                        "a field twice",
                        "\"tool\":\"t\"",
                        "\"tool\":\"t\",\"tool\":\"t\"",
                        "events[0].tool: given twice"),
                event(
                        "two fields swapped",
                        "\"ts_ms\":2,\"agent\":\"a\"",
                        "\"agent\":\"a\",\"ts_ms\":2",
                        "ts_ms: missing"),
                event("null instead of nothing", "\"tool\":\"t\"", "\"tool\":null", "events[0].tool: not a string"),
                event("a number as text", "\"agent\":\"a\"", "\"agent\":5", "events[0].agent: not a string"),
                event("text as a number", "\"ts_ms\":2", "\"ts_ms\":\"2\"", "ts_ms: not a whole number"),
                event("a fraction", "\"ts_ms\":2", "\"ts_ms\":2.0", "ts_ms: not a whole number"),
                event("an exponent", "\"ts_ms\":2", "\"ts_ms\":2e3", "ts_ms: not a whole number"),
                event(
                        "more than a u32",
                        "4294967295",
                        "4294967296",
                        "tokens_in: not a whole number from 0 to 4294967295"),
                event("less than an i64", "\"cost_usd_e6\":-1", "\"cost_usd_e6\":-9223372036854775809", "cost_usd_e6"),
                event("more digits than any", "4294967295", "1".repeat(5000), "tokens_in"),
                argumentSet(
                        "nothing instead of null",
                        BatchKind.TOOL_SPANS,
                        SPAN.replace("\"tokens_in\":null,", ""),
                        "tokens_in: missing"),
                argumentSet(
                        "a number in a list of texts",
                        BatchKind.TOOL_SPANS,
                        SPAN.replace("\"h\"", "\"h\",1"),
                        "spans[0].path_hashes[1]"),
                argumentSet(
                        "text as a list",
                        BatchKind.TOOL_SPANS,
                        SPAN.replace("[\"h\"]", "\"h\""),
                        "path_hashes: not an array"),
                argumentSet("text as true", BatchKind.REPO_SNAPSHOTS, SNAPSHOT.replace("false", "\"false\""), "dirty"),
                argumentSet(
                        "an edge without weight",
                        BatchKind.REPO_SNAPSHOTS,
                        SNAPSHOT.replace(",\"weight\":1", ""),
                        "snapshots[0].edges[0].weight: missing"),
                argumentSet(
                        "a fact that is no object",
                        BatchKind.REPO_SNAPSHOTS,
                        SNAPSHOT.replace("\"file_facts\":[]", "\"file_facts\":[1]"),
                        "file_facts[0]: not an object"),
                argumentSet(
                        "a score beyond a double",
                        BatchKind.SESSION_EVALS,
                        EVAL.replace("1e-3", "1e999"),
                        "evals[0].score"));
    }

    private static Arguments event(String name, String before, String after, String message) {
        assertThat(EVENT).contains(before);
        return argumentSet(name, BatchKind.EVENTS, EVENT.replace(before, after), message);
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void refusesARowThatBreaksARule(BatchKind kind, String row, String message) {
        assertThatThrownBy(() -> check(kind, row))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnEnvelopeWithMoreThanTheContractHas() {
        String body = envelope("events", EVENT).replace("\"project_name\"", "\"user\":\"x\",\"project_name\"");

        assertThatThrownBy(() -> Allowlist.check(
                        KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow(), body.getBytes(UTF_8)))
                .isInstanceOf(RequestRefused.class);
    }

    @Test
    void onlyAStrictServerLooksAtTheFields() throws IOException {
        String body = envelope("facts", "{\"surprise\":1}");
        try (IngestServer strict = IngestServer.start(
                        IngestServerSettings.builder().strict(true).build());
                IngestServer lenient =
                        IngestServer.start(IngestServerSettings.builder().build())) {
            UUID key = UUID.randomUUID();

            assertThat(new TestClient(strict.url())
                            .post("/v1/workspace-facts", key, body)
                            .statusCode())
                    .isEqualTo(400);
            assertThat(new TestClient(lenient.url())
                            .post("/v1/workspace-facts", key, body)
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static void check(BatchKind kind, String row) throws RequestRefused {
        var spec = KaizenKinds.REGISTRY.find(kind).orElseThrow();
        String body =
                spec.enveloped() ? envelope(spec.arrayName(), row) : "{\"" + spec.arrayName() + "\":[" + row + "]}";
        Allowlist.check(spec, body.getBytes(UTF_8));
    }
}
