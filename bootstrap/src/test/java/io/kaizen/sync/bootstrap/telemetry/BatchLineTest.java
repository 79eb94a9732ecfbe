package io.kaizen.sync.bootstrap.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLineTest {

    private static final String EVENTS = "{\"kaizen_schema_version\":1,\"batch_kind\":\"events\",\"item_count\":12,"
            + "\"emitted_at_ms\":1700000000123,\"team_id\":\"t\",\"workspace_hash\":\"blake3:ab\",\"project_name\":\"widget\","
            + "\"session_id_count\":1,\"kind_tally\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":2},\"source_tally\":{\"hook\":12}}";

    @Test
    void aBatchOfEventsIsOneLineForPeople() {
        assertThat(line(EVENTS).text())
                .isEqualTo("2023-11-14T22:13:20.123Z  events: 12 items, 1 session, a 1, b 2, c 3, d 4, ... [widget]");
    }

    @Test
    void whatABatchLacksIsLeftOut() {
        assertThat(line("{\"batch_kind\":\"session_evals\",\"item_count\":1,\"emitted_at_ms\":1700000000000}")
                        .text())
                .isEqualTo("2023-11-14T22:13:20Z  session_evals: 1 item");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello world | (not JSON) hello world",
                "{\"batch_kind\":\"ev | (not JSON) {\"batch_kind\":\"ev",
                "{} {} | (not JSON) {} {}",
                "[1,2] | (not JSON) [1,2]",
                "{\"a\":1} | (not a batch) {\"a\":1}",
                "{\"batch_kind\":7,\"item_count\":1} | (not a batch) {\"batch_kind\":7,\"item_count\":1}",
                "{\"batch_kind\":\"x\",\"item_count\":2,\"emitted_at_ms\":9223372036854775808} | (no time)  x: 2 items",
                "{\"batch_kind\":\"x\",\"item_count\":2,\"emitted_at_ms\":\"now\"} | (no time)  x: 2 items",
            })
    void linesOfOthersAreToldFromBatches(String written, String shown) {
        assertThat(line(written).text()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[31mred", "{\"batch_kind\":\"\\u001b[2Jx\",\"item_count\":1}", "a\rb", "\u202Eabc"})
    void nothingThatATerminalObeysIsShown(String written) {
        assertThat(line(written).text().codePoints())
                .noneMatch(c -> Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT);
    }

    @Test
    void aLongLineIsCut() {
        assertThat(line("x".repeat(5_000)).text())
                .hasSize("(not JSON) ".length() + 200)
                .endsWith("x...");
    }

    @Test
    void jsonPassesThroughAsItWasWritten() {
        String odd = "{ \"n\" : 1.50e3,\t\"u\":18446744073709551615, \"s\":\"\\u00e9 é 😀\" }";

        assertThat(line(odd).json()).contains(odd);
        assertThat(line(EVENTS).json()).contains(EVENTS);
    }

    @Test
    void whatATerminalWouldObeyIsEscapedInJsonAndMeansTheSame() throws Exception {
        String written = "{\"a\":\"x\u009b31m \u202E y\u007f \uDB40\uDC41\"}";

        String passed = line(written).json().orElseThrow();

        assertThat(passed).isEqualTo("{\"a\":\"x\\u009b31m \\u202e y\\u007f \\udb40\\udc41\"}");
        assertThat(new ObjectMapper().readTree(passed)).isEqualTo(new ObjectMapper().readTree(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{\"half", "[1]", "{} x", "", "null", "{\"a\":NaN}"})
    void whatIsNoJsonObjectIsNone(String written) {
        assertThat(line(written).json()).isEmpty();
    }

    @Test
    void bytesThatAreNoTextAreShownAsReplacements() {
        BatchLine line = new BatchLine("{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1));

        assertThat(line.json()).isEmpty();
        assertThat(line.text()).isEqualTo("(not JSON) {\"a\":\"\uFFFD\"}");
    }

    private static BatchLine line(String text) {
        return new BatchLine(text.getBytes(UTF_8));
    }
}
