package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.application.port.out.row.RowEncoder.Result;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonRowEncoderTest {

    private static final String EVENT_HEAD = "{\"session_id_hash\":\"h\",\"event_seq\":0,\"ts_ms\":1,\"agent\":\"a\","
            + "\"model\":\"m\",\"kind\":\"k\",\"source\":\"s\"";

    private final JacksonRowEncoder encoder = new JacksonRowEncoder();

    @Nested
    class Samples {

        static List<KindSpec> kinds() {
            return KaizenKinds.REGISTRY.all();
        }

        static List<SampleRows.Case> oddButValid() {
            return SampleRows.oddButValid();
        }

        static Stream<SampleRows.Case> malformedOfKnownKinds() {
            return SampleRows.malformed().stream()
                    .filter(row ->
                            KaizenKinds.REGISTRY.find(new BatchKind(row.kind())).isPresent());
        }

        @ParameterizedTest
        @MethodSource("kinds")
        void everyValidRowBecomesWhatTheRulesSay(KindSpec spec) throws IOException {
            for (String row : SampleRows.valid(spec.kind())) {
                assertThat(encoded(spec, row)).isEqualTo(compactOracle(spec, row));
            }
        }

        @ParameterizedTest
        @MethodSource("oddButValid")
        void oddRowsGoThrough(SampleRows.Case row) throws IOException {
            KindSpec spec = spec(row.kind());

            JsonNode tree = TreeRowOracle.TREE.readTree(encoded(spec, row.raw()));

            assertThat(Optional.of(tree))
                    .isEqualTo(TreeRowOracle.expected(spec.allowlist().orElseThrow(), row.raw()));
        }

        @ParameterizedTest
        @MethodSource("malformedOfKnownKinds")
        void f64_malformedRowsDoNot(SampleRows.Case row) {
            assertThat(encode(spec(row.kind()), row.raw().getBytes(UTF_8))).isInstanceOf(Malformed.class);
        }

        private String compactOracle(KindSpec spec, String row) throws IOException {
            JsonNode expected = TreeRowOracle.expected(spec.allowlist().orElseThrow(), row)
                    .orElseThrow(() -> new AssertionError("oracle: " + row));
            return TreeRowOracle.TREE.writeValueAsString(expected);
        }
    }

    @Nested
    class Fields {

        @Test
        void comeInTheContractsOrderWhateverTheRowsOrderIs() {
            String row =
                    "{ \"payload\" : {\"t\":\"\\u00e9\\n\\ud83d\\ude00\"} , \"source\":\"s\",\"kind\":\"k\",\"model\":\"m\","
                            + "\"agent\":\"a\",\"ts_ms\":1,\"event_seq\":0,\"session_id_hash\":\"h\" }";

            assertThat(event(row)).isEqualTo(EVENT_HEAD + ",\"payload\":{\"t\":\"\\u00e9\\n\\ud83d\\ude00\"}}");
        }

        @Test
        void f131_notListedAreDropped() {
            String row = EVENT_HEAD + ",\"git_email\":{\"a\":[1,{\"payload\":2}]},\"payload\":1,\"x\":null}";

            assertThat(event(row)).isEqualTo(EVENT_HEAD + ",\"payload\":1}");
        }

        @Test
        void notListedMayBeGivenTwice() {
            assertThat(event(EVENT_HEAD + ",\"x\":1,\"x\":2,\"payload\":1}")).isEqualTo(EVENT_HEAD + ",\"payload\":1}");
        }

        @Test
        void ofNestedObjectsAreOrderedCheckedAndDroppedTheSameWay() {
            String row =
                    "{\"edges\":[{\"weight\":1,\"secret\":true,\"kind\":\"k\",\"to_hash\":\"t\",\"from_hash\":\"f\"},"
                            + " {\"from_hash\":\"g\",\"to_hash\":\"u\",\"kind\":\"l\",\"weight\":2}],\"file_facts\":[],"
                            + "\"chunk_total\":1,\"chunk_index\":0,\"dirty\":false,\"indexed_at_ms\":5,\"snapshot_id_hash\":\"s\"}";

            assertThat(encoded(spec("repo_snapshots"), row))
                    .isEqualTo("{\"snapshot_id_hash\":\"s\",\"commit_hash\":null,\"indexed_at_ms\":5,\"dirty\":false,"
                            + "\"chunk_index\":0,\"chunk_total\":1,\"file_facts\":[],"
                            + "\"edges\":[{\"from_hash\":\"f\",\"to_hash\":\"t\",\"kind\":\"k\",\"weight\":1},"
                            + "{\"from_hash\":\"g\",\"to_hash\":\"u\",\"kind\":\"l\",\"weight\":2}]}");
        }

        @Test
        void thatAreNullAreLeftOutWhereTheContractOmitsThem() {
            assertThat(event(EVENT_HEAD + ",\"tool\":null,\"tokens_in\":null,\"payload\":1}"))
                    .isEqualTo(EVENT_HEAD + ",\"payload\":1}");
        }

        @Test
        void thatAreAbsentAreNullWhereTheContractWritesNull() {
            assertThat(
                            encoded(
                                    spec("tool_spans"),
                                    "{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"status\":\"done\",\"path_hashes\":[]}"))
                    .isEqualTo(
                            "{\"session_id_hash\":\"x\",\"span_id_hash\":\"y\",\"status\":\"done\",\"started_at_ms\":null,"
                                    + "\"ended_at_ms\":null,\"lead_time_ms\":null,\"tokens_in\":null,\"tokens_out\":null,"
                                    + "\"reasoning_tokens\":null,\"cost_usd_e6\":null,\"path_hashes\":[]}");
        }

        @Test
        void mayBeSpeltWithEscapes() {
            String escaped = EVENT_HEAD.replace("\"agent\"", "\"\\u0061gent\"");

            assertThat(event(escaped + ",\"payload\":1}")).isEqualTo(EVENT_HEAD + ",\"payload\":1}");
        }
    }

    @Nested
    class Payloads {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "true",
                    "7",
                    "-0",
                    "1.0",
                    "1e3",
                    "-1.50E+07",
                    "123456789012345678901234567890.00",
                    "\"\"",
                    "\" a  b \"",
                    "\"\\\\\"",
                    "\"\\\"\\/\\b\\u0000\"",
                    "[]",
                    "{}",
                    "[1,[2,[]],{}]",
                    "{\"b\":1,\"a\":2,\"b\":3}",
                    "{\"\\ud83d\\ude00\":\"\\uD83D\\uDE00\"}",
                    "\"über 日本 😀\""
                })
        void f66_keepTheirText(String payload) {
            assertThat(event(EVENT_HEAD + ",\"payload\":" + payload + "}"))
                    .isEqualTo(EVENT_HEAD + ",\"payload\":" + payload + "}");
        }

        @Test
        void loseOnlyTheWhiteSpaceBetweenTokens() {
            String spacious = " [ 1 ,\t{ \"a b\" :\n\" c \\\" d \" , \"e\" : [ ] } ,\r\n null ] ";

            assertThat(event(EVENT_HEAD + ",\"payload\":" + spacious + "}"))
                    .isEqualTo(EVENT_HEAD + ",\"payload\":[1,{\"a b\":\" c \\\" d \",\"e\":[]},null]}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"@class\":\"javax.script.ScriptEngineManager\",\"@type\":\"java.net.URL\",\"val\":\"http://x\"}",
                    "[\"com.sun.rowset.JdbcRowSetImpl\",{\"dataSourceName\":\"ldap://x\",\"autoCommit\":true}]",
                    "\"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==\"",
                    "\"${jndi:ldap://x/a}\""
                })
        void f129_thatNameClassesStayText(String payload) {
            assertThat(event(EVENT_HEAD + ",\"payload\":" + payload + "}"))
                    .isEqualTo(EVENT_HEAD + ",\"payload\":" + payload + "}");
        }

        @Test
        void f66_mayBeAsDeepAsTheLimit() {
            String deep = "[".repeat(499) + "]".repeat(499);

            assertThat(event(EVENT_HEAD + ",\"payload\":" + deep + "}"))
                    .isEqualTo(EVENT_HEAD + ",\"payload\":" + deep + "}");
        }

        @Test
        void f70_mayHaveTextOfManyMegabytes() {
            String text = "\"" + "x".repeat(30_000_000) + "\"";

            assertThat(event(EVENT_HEAD + ",\"payload\":" + text + "}"))
                    .hasSize(EVENT_HEAD.length() + text.length() + 12);
        }
    }

    @Nested
    class Numbers {

        @ParameterizedTest
        @CsvSource({
            "event_seq, 18446744073709551615",
            "event_seq, 9223372036854775808",
            "event_seq, 9223372036854775807",
            "event_seq, 4294967296",
            "event_seq, 0",
            "tokens_in, 4294967295",
            "cost_usd_e6, -9223372036854775808",
            "cost_usd_e6, 9223372036854775807",
            "cost_usd_e6, -1"
        })
        void withinTheirTypeKeepEveryDigit(String field, String number) {
            assertThat(event(eventWith(field, number))).contains("\"" + field + "\":" + number + ",");
        }

        @ParameterizedTest
        @CsvSource({
            "event_seq, 18446744073709551616",
            "event_seq, -1",
            "event_seq, -0",
            "event_seq, 1.0",
            "event_seq, 1e3",
            "event_seq, 0.0",
            "event_seq, '\"1\"'",
            "event_seq, true",
            "event_seq, [1]",
            "tokens_in, 4294967296",
            "tokens_in, -1",
            "cost_usd_e6, 9223372036854775808",
            "cost_usd_e6, -9223372036854775809",
            "cost_usd_e6, -0",
        })
        void outsideTheirTypeAreMalformed(String field, String number) {
            assertThat(reason(eventWith(field, number))).startsWith(field + ": not an integer from ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-0", "7", "0.25", "1e-3", "-1.7976931348623157E308", "5e-400"})
        void withFractionsMayBeAnyDouble(String score) {
            assertThat(encoded(spec("session_evals"), evalWithScore(score))).contains("\"score\":" + score + ",");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1e309", "-1e400", "\"1\"", "null", "NaN", "Infinity"})
        void f66_thatNoDoubleHoldsAreMalformed(String score) {
            assertThat(encode(spec("session_evals"), evalWithScore(score).getBytes(UTF_8)))
                    .isInstanceOf(Malformed.class);
        }

        private static String eventWith(String field, String number) {
            String head = EVENT_HEAD.replace("\"event_seq\":0,", "event_seq".equals(field) ? "" : "\"event_seq\":0,");
            return head + ",\"" + field + "\":" + number + ",\"payload\":1}";
        }

        private static String evalWithScore(String score) {
            return "{\"id\":\"i\",\"session_id\":\"s\",\"judge_model\":\"j\",\"rubric_id\":\"r\",\"score\":" + score
                    + ",\"rationale\":\"\",\"flagged\":false,\"created_at_ms\":1}";
        }
    }

    @Nested
    class Reasons {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "``                            | empty",
                    "` \n `                        | empty",
                    "[1,2,3]                       | not a JSON object",
                    "null                          | not a JSON object",
                    "{\"a\":1                      | not JSON (at byte 6)",
                    "{\"a\":secret}                | not JSON (at byte 5)",
                    "{\"a\":NaN}                   | not JSON (at byte 8)",
                    "{\"a\":01}                    | not JSON (at byte 6)",
                    "{\"a\":1,}                    | not JSON (at byte 7)",
                    "{'a':1}                       | not JSON (at byte 1)",
                    "{/* */}                       | not JSON (at byte 1)",
                    "{}                            | session_id_hash: missing",
                })
        void f64_sayWhatIsWrongWithTheText(String row, String reason) {
            assertThat(reason(row)).isEqualTo(reason);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"agent\":\"a\" | \"agent\":null          | agent: null",
                    "\"agent\":\"a\" | \"x\":1                 | agent: missing",
                    "\"agent\":\"a\" | \"agent\":[\"secret\"]  | agent: not a string",
                    "\"agent\":\"a\" | \"agent\":\"a\",\"agent\":\"a\" | agent: given twice",
                    "\"agent\":\"a\" | \"agent\":\"a\",\"tool\":null,\"tool\":\"t\" | tool: given twice",
                    "\"agent\":\"a\" | \"agent\":\"\\ud800\"   | agent: an escape that is half of a surrogate pair",
                    "\"agent\":\"a\" | \"agent\":\"\\udc00\"   | agent: an escape that is half of a surrogate pair",
                    "\"agent\":\"a\" | \"agent\":\"\\ud800\\u0041\" | agent: an escape that is half of a surrogate pair",
                    "\"agent\":\"a\" | \"agent\":\"\\ud800x\"  | agent: an escape that is half of a surrogate pair",
                    "\"payload\":1   | \"payload\":[\"\\uDBFF\"] | payload: an escape that is half of a surrogate pair",
                    "\"payload\":1   | \"x\":1                 | payload: missing",
                    "\"payload\":1}  | \"payload\":1} 2        | something behind the JSON object",
                    "\"payload\":1}  | \"payload\":1} {        | something behind the JSON object",
                    "\"payload\":1}  | \"payload\":1} x        | not JSON (at byte 108)",
                })
        void f64_f66_f67_nameTheFieldAndTheRule(String good, String bad, String reason) {
            String row = (EVENT_HEAD + ",\"payload\":1}").replace(good, bad);

            assertThat(reason(row)).isEqualTo(reason).doesNotContain("secret");
        }

        @Test
        void nameThePlaceInsideNestedObjects() {
            String fact =
                    "{\"path_hash\":\"p\",\"language\":\"l\",\"bytes\":1,\"loc\":1,\"sloc\":1,\"complexity_total\":1}";
            String row = "{\"file_facts\":[" + fact + "]}";

            assertThat(malformed(spec("repo_snapshots"), row.getBytes(UTF_8)))
                    .isEqualTo("file_facts[0].max_fn_complexity: missing");
            assertThat(malformed(spec("repo_snapshots"), "{\"edges\":[3]}".getBytes(UTF_8)))
                    .isEqualTo("edges[0]: not an object");
            assertThat(malformed(spec("tool_spans"), "{\"path_hashes\":[\"a\",null]}".getBytes(UTF_8)))
                    .isEqualTo("path_hashes[1]: not a string");
            assertThat(malformed(spec("session_feedback"), "{\"label\":\"superb\"}".getBytes(UTF_8)))
                    .isEqualTo("label: not one of good bad interesting bug regression");
        }

        @Test
        void f66_nameTheLimitThatIsOverstepped() {
            String tooDeep = EVENT_HEAD + ",\"payload\":" + "[".repeat(500) + "]".repeat(500) + "}";
            String droppedButTooDeep = EVENT_HEAD + ",\"payload\":1,\"x\":" + "[".repeat(100_000);
            String longNumber = EVENT_HEAD + ",\"payload\":" + "9".repeat(1_000_000) + "}";
            String longInteger = "{\"event_seq\":" + "9".repeat(1_000_000) + "}";
            String longFraction = "{\"event_seq\":0." + "9".repeat(1_000_000) + "}";
            String longName = "{\"" + "n".repeat(50_001) + "\":1}";

            assertThat(reason(tooDeep)).isEqualTo("nested deeper than 500");
            assertThat(reason(droppedButTooDeep)).isEqualTo("nested deeper than 500");
            assertThat(reason(longNumber)).isEqualTo("a number or name that is too long");
            assertThat(reason(longInteger)).isEqualTo("a number or name that is too long");
            assertThat(reason(longFraction)).isEqualTo("a number or name that is too long");
            assertThat(reason(longName)).isEqualTo("a number or name that is too long");
        }
    }

    @Nested
    class Bytes {

        @Test
        void f67_ofAByteOrderMarkAreMalformed() {
            assertThat(reason("\uFEFF" + EVENT_HEAD + ",\"payload\":1}")).isEqualTo("not a JSON object");
        }

        @Test
        void f67_ofUtf16AreMalformed() {
            assertThat(malformed(spec("events"), (EVENT_HEAD + ",\"payload\":1}").getBytes(UTF_16LE)))
                    .isEqualTo("not a JSON object");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"80", "C0AF", "E080AF", "EDA080", "F08080AF", "F4908080", "F5808080", "C3", "E282", "FF"})
        void f67_thatAreNotUtf8AreMalformedEvenInFieldsThatAreDropped(String hex) {
            byte[] bad = HexFormat.of().parseHex(hex);
            byte[] head = (EVENT_HEAD + ",\"payload\":1,\"dropped\":\"").getBytes(UTF_8);
            byte[] tail = "\"}".getBytes(UTF_8);
            byte[] row = new byte[head.length + bad.length + tail.length];
            System.arraycopy(head, 0, row, 0, head.length);
            System.arraycopy(bad, 0, row, head.length, bad.length);
            System.arraycopy(tail, 0, row, head.length + bad.length, tail.length);

            assertThat(malformed(spec("events"), row)).isEqualTo("not UTF-8");
        }

        @Test
        void f67_ofRawControlCharactersAreMalformed() {
            assertThat(reason(EVENT_HEAD + ",\"payload\":\"a\u0001b\"}")).startsWith("not JSON");
            assertThat(reason(EVENT_HEAD + ",\"payload\":\"a\u0000b\"}")).startsWith("not JSON");
        }
    }

    @Nested
    class RowsWithoutAnAllowlist {

        private final KindSpec any = KindSpec.posted(new BatchKind("any"), "/v1/any", "any");

        @Test
        void keepTheirFieldsTheirOrderAndTheirNumbers() {
            assertThat(encoded(any, " { \"b\" : 1.50 , \"a\" : [ true, null, { } ] } "))
                    .isEqualTo("{\"b\":1.50,\"a\":[true,null,{}]}");
            assertThat(encoded(any, "{}")).isEqualTo("{}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "[]",
                    "7",
                    "{",
                    "{}{}",
                    "{} x",
                    "{\"a\":NaN}",
                    "{\"a\":1,}",
                    "{'a':1}",
                    "\uFEFF{}"
                })
        void areMalformedWhereTheyAreNoObject(String row) {
            assertThat(malformed(any, row.getBytes(UTF_8))).isNotEmpty();
        }

        @Test
        void haveTheSameLimitsAsAnyOther() {
            assertThat(malformed(any, ("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}").getBytes(UTF_8)))
                    .contains("nested deeper than 500");
            assertThat(malformed(any, "{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1)))
                    .isEqualTo("not UTF-8");
        }
    }

    private String event(String row) {
        return encoded(spec("events"), row);
    }

    private String reason(String row) {
        return malformed(spec("events"), row.getBytes(UTF_8));
    }

    private String encoded(KindSpec spec, String row) {
        Result result = encode(spec, row.getBytes(UTF_8));
        assertThat(result).isInstanceOf(Encoded.class);
        return new String(((Encoded) result).row().json(), UTF_8);
    }

    private String malformed(KindSpec spec, byte[] row) {
        Result result = encode(spec, row);
        assertThat(result).isInstanceOf(Malformed.class);
        return ((Malformed) result).reason();
    }

    private Result encode(KindSpec spec, byte[] row) {
        return encoder.encode(spec, new OutboxRow(new RowId(1), new OwnerId("o"), spec.kind(), row));
    }

    private static KindSpec spec(String kind) {
        return KaizenKinds.REGISTRY.find(new BatchKind(kind)).orElseThrow();
    }
}
