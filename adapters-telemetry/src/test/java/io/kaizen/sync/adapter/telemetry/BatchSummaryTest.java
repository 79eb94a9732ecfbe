package io.kaizen.sync.adapter.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSummaryTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_760_000_000_123L);
    private static final String ENVELOPE = ",\"team_id\":\"team-1\",\"workspace_hash\":\""
            + SampleBatches.ENVELOPE.workspaceHash() + "\",\"project_name\":\"widget\"";

    @Test
    void eventsAreCountedBySessionKindAndSource() throws Exception {
        Batch batch = SampleBatches.of(
                BatchKind.EVENTS,
                event("blake3:a", "30", "tool_call", "hook"),
                event("blake3:b", "10", "message", "tail"),
                event("blake3:a", "20", "tool_call", "tail"));

        assertThat(lineOf(batch))
                .isEqualTo(common("events", 3) + ENVELOPE + ",\"session_id_count\":2,\"ts_ms_min\":10,\"ts_ms_max\":30,"
                        + "\"kind_tally\":{\"message\":1,\"tool_call\":2},\"source_tally\":{\"hook\":1,\"tail\":2}}\n");
    }

    @Test
    void timesUpToTheLargestUnsignedIntegerAreExact() throws Exception {
        Batch batch = SampleBatches.of(
                BatchKind.EVENTS,
                event("s", "18446744073709551615", "k", "s"),
                event("s", "9223372036854775808", "k", "s"));

        assertThat(lineOf(batch)).contains("\"ts_ms_min\":9223372036854775808,\"ts_ms_max\":18446744073709551615,");
    }

    @Test
    void onlyTheFirstTwentyNamesOfATallyStay() throws Exception {
        String[] rows = IntStream.rangeClosed(1, 25)
                .map(i -> 26 - i)
                .mapToObj(i -> event("s", "1", String.format(Locale.ROOT, "k%02d", i), "hook"))
                .toArray(String[]::new);

        String line = lineOf(SampleBatches.of(BatchKind.EVENTS, rows));

        assertThat(line)
                .contains("\"kind_tally\":{\"k01\":1,\"k02\":1,")
                .contains("\"k20\":1},\"source_tally\":{\"hook\":25}");
        assertThat(line).doesNotContain("k21");
    }

    @Test
    void namesAreSortedAsTheirBytesAre() throws Exception {
        Batch batch = SampleBatches.of(
                BatchKind.EVENTS,
                event("s", "1", "\uFF5E", "x"),
                event("s", "1", "\uD83D\uDE00", "x"),
                event("s", "1", "Z", "x"));

        assertThat(lineOf(batch)).contains("\"kind_tally\":{\"Z\":1,\"\uFF5E\":1,\"\uD83D\uDE00\":1}");
    }

    @Test
    void halfASurrogatePairDoesNotKeepABatchBack() throws Exception {
        Batch batch = SampleBatches.of(BatchKind.EVENTS, event("s\\ud800", "1", "a\\ud800", "x"));

        assertThat(lineOf(batch)).contains("\"kind_tally\":{\"a?\":1}");
    }

    @Test
    void f131_payloadsLeaveNoTraceEvenWhereTheirFieldsHaveTheSameNames() throws Exception {
        String row = event("s", "5", "k", "src")
                .replace("\"payload\":{}", "\"payload\":{\"ts_ms\":1,\"kind\":\"inner\",\"secret\":[\"canary\"]}");

        assertThat(lineOf(SampleBatches.of(BatchKind.EVENTS, row)))
                .contains("\"ts_ms_min\":5,\"ts_ms_max\":5,\"kind_tally\":{\"k\":1}")
                .doesNotContain("inner")
                .doesNotContain("canary");
    }

    @Test
    void lineBreaksInNamesDoNotBreakTheLine() throws Exception {
        String line = lineOf(SampleBatches.of(BatchKind.EVENTS, event("s", "1", "a\\nb", "x")));

        assertThat(line).contains("{\"a\\nb\":1}").containsOnlyOnce("\n").endsWith("}\n");
    }

    @Test
    void spansWithoutAStartHaveNoMinimum() throws Exception {
        assertThat(lineOf(SampleBatches.of(BatchKind.TOOL_SPANS, span("null"), span("null"))))
                .isEqualTo(common("tool_spans", 2) + ENVELOPE + ",\"session_id_count\":1}\n");
    }

    @Test
    void spansThatHaveAStartDecideTheMinimum() throws Exception {
        assertThat(lineOf(SampleBatches.of(BatchKind.TOOL_SPANS, span("null"), span("8"), span("3"))))
                .isEqualTo(common("tool_spans", 3) + ENVELOPE
                        + ",\"session_id_count\":1,\"started_at_ms_min\":3,\"started_at_ms_max\":8}\n");
    }

    @Test
    void snapshotsSayWhenTheyWereIndexed() throws Exception {
        assertThat(lineOf(SampleBatches.of(
                        BatchKind.REPO_SNAPSHOTS,
                        "{\"indexed_at_ms\":4,\"file_facts\":[{}]}",
                        "{\"indexed_at_ms\":9}")))
                .isEqualTo(
                        common("repo_snapshots", 2) + ENVELOPE + ",\"indexed_at_ms_min\":4,\"indexed_at_ms_max\":9}\n");
    }

    @Test
    void factsHaveTheEnvelopeAndNothingMore() throws Exception {
        assertThat(lineOf(SampleBatches.of(BatchKind.WORKSPACE_FACTS, 4)))
                .isEqualTo(common("workspace_facts", 4) + ENVELOPE + "}\n");
    }

    @Test
    void kindsWithoutEnvelopeHaveNoneHereEither() throws Exception {
        assertThat(lineOf(SampleBatches.of(BatchKind.SESSION_EVALS, 2))).isEqualTo(common("session_evals", 2) + "}\n");
        assertThat(lineOf(SampleBatches.of(BatchKind.SESSION_FEEDBACK, 1)))
                .isEqualTo(common("session_feedback", 1) + "}\n");
    }

    @Test
    void anUnnamedProjectIsLeftOut() throws Exception {
        Batch batch = SampleBatches.of(BatchKind.WORKSPACE_FACTS, 1);
        Batch unnamed = new Batch(batch.spec(), new BatchEnvelope("t", "blake3:w", Optional.empty()), batch.rows());

        assertThat(lineOf(unnamed))
                .isEqualTo(common("workspace_facts", 1) + ",\"team_id\":\"t\",\"workspace_hash\":\"blake3:w\"}\n");
    }

    @Test
    void aRowWithAVeryLongNameInItsPayloadIsReadAllTheSame() throws Exception {
        String row =
                event("s", "5", "k", "src").replace("\"payload\":{}", "\"payload\":{\"" + "n".repeat(60_000) + "\":1}");

        assertThat(lineOf(SampleBatches.of(BatchKind.EVENTS, row))).contains("\"ts_ms_min\":5");
    }

    @Test
    void f131_aRowThatIsNoObjectIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> BatchSummary.of(SampleBatches.of(BatchKind.EVENTS, "\"canary\"")))
                .isInstanceOf(IOException.class)
                .hasMessage("row 1 is not an object");
    }

    private static String lineOf(Batch batch) throws IOException {
        return new String(BatchSummary.of(batch).toLine(NOW), UTF_8);
    }

    private static String common(String kind, int items) {
        return "{\"kaizen_schema_version\":1,\"batch_kind\":\"" + kind + "\",\"item_count\":" + items
                + ",\"emitted_at_ms\":1760000000123";
    }

    private static String event(String session, String tsMs, String kind, String source) {
        return "{\"session_id_hash\":\"" + session + "\",\"event_seq\":1,\"ts_ms\":" + tsMs
                + ",\"agent\":\"a\",\"model\":\"m\",\"kind\":\"" + kind + "\",\"source\":\"" + source
                + "\",\"payload\":{}}";
    }

    private static String span(String startedAt) {
        return "{\"session_id_hash\":\"blake3:s\",\"span_id_hash\":\"p\",\"status\":\"done\",\"started_at_ms\":"
                + startedAt + ",\"path_hashes\":[]}";
    }
}
