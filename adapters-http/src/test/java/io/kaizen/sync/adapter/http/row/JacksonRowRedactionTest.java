package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonRowRedactionTest {

    static Stream<KindSpec> kindsWithoutPayload() {
        return KaizenKinds.REGISTRY.all().stream().filter(spec -> !spec.kind().equals(BatchKind.EVENTS));
    }

    static List<SampleRows.Case> malformedEvents() {
        return SampleRows.malformed().stream()
                .filter(row -> row.kind().equals("events"))
                .toList();
    }

    @Test
    void redactsThePayloadAndLeavesTheRestOfTheRowAsItIsWritten() {
        String row = "{ \"model\" : \"sk-abc\", \"payload\" : { \"a\" : \"sk-abc\" } , \"user\": 1.0 }";

        assertThat(Redaction.row(Redaction.EVENTS, row))
                .isEqualTo("{ \"model\" : \"sk-abc\", \"payload\" : {\"a\":\"<REDACTED:token>\"} , \"user\": 1.0 }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "-0.10", "true", "\"plain\"", "[1,[2]]", "{\"a\":{}}"})
    void aPayloadWithoutAnythingToRedactStaysWhateverItIs(String payload) {
        assertThat(Redaction.payload(payload)).isEqualTo(payload);
    }

    @Test
    void aPayloadWhoseNameIsSpeltWithEscapesIsOneToo() {
        assertThat(Redaction.row(Redaction.EVENTS, "{\"p\\u0061yload\":\"sk-abc\"}"))
                .isEqualTo("{\"p\\u0061yload\":\"<REDACTED:token>\"}");
    }

    @Test
    void ofTwoPayloadsBothAreRedacted() {
        assertThat(Redaction.row(Redaction.EVENTS, "{\"payload\":\"sk-a\",\"payload\":\"sk-b\"}"))
                .isEqualTo("{\"payload\":\"<REDACTED:token>\",\"payload\":\"<REDACTED:token>\"}");
    }

    @Test
    void aPayloadWithinAnotherFieldIsNone() {
        String row = "{\"extra\":{\"payload\":\"sk-a\"},\"payload\":0}";

        assertThat(Redaction.row(Redaction.EVENTS, row)).isEqualTo(row);
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutPayload")
    void rowsOfOtherKindsStayAsTheyAre(KindSpec spec) {
        String row = "{\"payload\":\"sk-abc\",\"note\":\"ann@example.org\"";

        assertThat(Redaction.row(spec, row)).isEqualTo(row);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"payload\":\"sk-abc\"",
                "{\"payload\":\"sk-abc\"} x",
                "{\"payload\":\"sk-abc\"}{\"payload\":\"sk-abc\"}",
                "{\"payload\":nope}",
                "{\"payload\":\"sk-abc\" \"x\"}",
                "{\"payload\":[1,]}"
            })
    void whatCannotBeReadIsRefusedAndNotPassedOn(String row) {
        assertThat(Redaction.row(Redaction.EVENTS, row))
                .startsWith("refused: ")
                .doesNotContain("sk-abc")
                .doesNotContain("nope");
    }

    @Test
    void refusalsNameTheField() {
        assertThat(Redaction.payload("{\"a\":[0,\"sk-abc \\ud800\"]}"))
                .isEqualTo("refused: payload: an escape that is half of a surrogate pair");
        assertThat(Redaction.payload("{\"a\":[0,\"plain \\ud800\"]}"))
                .isEqualTo("refused: payload: an escape that is half of a surrogate pair");
    }

    @Test
    void nestingIsFollowedAsFarAsRowsMayGo() {
        String deep = "[".repeat(499) + "\"sk-abc\"" + "]".repeat(499);

        assertThat(Redaction.payload(deep)).isEqualTo(deep.replace("sk-abc", "<REDACTED:token>"));
        assertThat(Redaction.payload("[" + deep + "]")).isEqualTo("refused: nested deeper than 500");
    }

    @Test
    void changedStringsAreWrittenAsJson() {
        assertThat(Redaction.payload("\"sk-abc \\\"\\\\\\n\\u0001\\u00e9\\ud83d\\ude00 \\/\""))
                .isEqualTo("\"<REDACTED:token> \\\"\\\\\\n\\u0001é\uD83D\uDE00 /\"");
    }

    @ParameterizedTest
    @MethodSource("malformedEvents")
    void noMalformedRowBecomesAGoodOne(SampleRows.Case row) {
        String redacted = Redaction.row(Redaction.EVENTS, row.raw());

        assertThat(redacted.startsWith("refused: ") || !isGood(redacted))
                .as("%s is still malformed", row)
                .isTrue();
    }

    @Test
    void everyGoodEventIsGoodAfterwards() {
        assertThat(SampleRows.valid(BatchKind.EVENTS))
                .allSatisfy(row ->
                        assertThat(isGood(Redaction.row(Redaction.EVENTS, row))).isTrue());
    }

    private static boolean isGood(String row) {
        OutboxRow stored = new OutboxRow(new RowId(1), new OwnerId("o"), BatchKind.EVENTS, row.getBytes(UTF_8));
        return new JacksonRowEncoder().encode(Redaction.EVENTS, stored) instanceof Encoded;
    }
}
