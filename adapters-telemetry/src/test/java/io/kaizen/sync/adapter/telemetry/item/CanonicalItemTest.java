package io.kaizen.sync.adapter.telemetry.item;

import static io.kaizen.sync.testkit.SampleBatches.ENVELOPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The items of the contract, to the letter. */
class CanonicalItemTest {

    private static final String IDENTITY = "\"identity\":{\"team\":null,\"workspace_label\":\"widget\","
            + "\"runner_label\":null,\"actor_kind\":null,\"actor_label\":null,\"agent\":null,\"model\":null,"
            + "\"env\":null,\"job\":null,\"branch\":null}";

    private static final String ENVELOPE_START =
            "\"envelope\":{\"kaizen_schema_version\":1,\"team_id\":\"team-1\",\"workspace_hash\":\"blake3:"
                    + "ab".repeat(32) + "\"";

    static List<Arguments> kinds() {
        return List.of(
                argumentSet("event", BatchKind.EVENTS, "event", "event"),
                argumentSet("span", BatchKind.TOOL_SPANS, "tool_span", "span"),
                argumentSet("snapshot", BatchKind.REPO_SNAPSHOTS, "repo_snapshot_chunk", "chunk"),
                argumentSet("fact", BatchKind.WORKSPACE_FACTS, "workspace_fact_snapshot", "payload"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anItemIsKindEnvelopeNameAndTheRowAsItStands(BatchKind kind, String text, String field) {
        Batch batch = SampleBatches.of(kind, 1);

        assertThat(itemsOf(batch))
                .containsExactly("{\"kind\":\"" + text + "\"," + ENVELOPE_START + "," + IDENTITY + "},\"name\":\""
                        + text + "\",\"" + field + "\":" + rowOf(batch) + "}");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void withoutAProjectNameThereIsNoIdentity(BatchKind kind, String text, String field) {
        Batch named = SampleBatches.of(kind, 1);
        BatchEnvelope nameless = new BatchEnvelope(ENVELOPE.teamId(), ENVELOPE.workspaceHash(), Optional.empty());

        assertThat(itemsOf(new Batch(named.spec(), nameless, named.rows())))
                .containsExactly("{\"kind\":\"" + text + "\"," + ENVELOPE_START + "},\"name\":\"" + text + "\",\""
                        + field + "\":" + rowOf(named) + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event_seq\":18446744073709551615,\"payload\":{\"z\":1.0e5,\"a\":-0.0,\"n\":123456789012345678901234567890}}",
                "{\"payload\":{\"t\":\"\\u00e9\\n\\ud83d\\ude00\"}}",
                "{\"payload\":\"日本 → \uD83D\uDE00\"}",
                "{\"payload\":null}"
            })
    void numbersKeepTheirTextKeysTheirOrderAndStringsTheirEscapes(String row) {
        assertThat(itemsOf(SampleBatches.of(BatchKind.EVENTS, row)))
                .singleElement()
                .asString()
                .endsWith("\"name\":\"event\",\"event\":" + row + "}");
    }

    @Test
    void textBeyondTheBasicPlaneSurvivesWhereverItFallsInALongRow() {
        String row = "{\"payload\":\"" + "x".repeat(3999) + "\uD83D\uDE00".repeat(20_000) + "\"}";

        assertThat(itemsOf(SampleBatches.of(BatchKind.EVENTS, row)))
                .singleElement()
                .asString()
                .endsWith(row + "}");
    }

    @Test
    void aNameIsQuoted() {
        Batch named = SampleBatches.events(1);
        BatchEnvelope odd = new BatchEnvelope("a\"b", ENVELOPE.workspaceHash(), Optional.of("w\\\n\uD83D\uDE00"));

        assertThat(itemsOf(new Batch(named.spec(), odd, named.rows())))
                .singleElement()
                .asString()
                .contains("\"team_id\":\"a\\\"b\"", "\"workspace_label\":\"w\\\\\\n\uD83D\uDE00\"");
    }

    @Test
    void thereIsAnItemPerRowInOrder() {
        assertThat(CanonicalItem.of(SampleBatches.events(3)))
                .extracting(item -> item.row().id().value())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void judgementsOfSessionsHaveNoItems() {
        assertThat(CanonicalItem.of(SampleBatches.of(BatchKind.SESSION_EVALS, 2)))
                .isEmpty();
        assertThat(CanonicalItem.of(SampleBatches.of(BatchKind.SESSION_FEEDBACK, 2)))
                .isEmpty();
    }

    private static List<String> itemsOf(Batch batch) {
        return CanonicalItem.of(batch).stream()
                .map(item -> new String(ItemJson.write(item::writeTo), UTF_8))
                .toList();
    }

    private static String rowOf(Batch batch) {
        return new String(batch.rows().get(0).json(), UTF_8);
    }
}
