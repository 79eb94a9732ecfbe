package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.RowPreparation.Prepared;
import io.kaizen.sync.application.port.out.row.RowPreparation.Refused;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JacksonIdentifierHashingTest {

    private static final byte[] SALT = HexFormat.of().parseHex("ab".repeat(32));

    private static final RowPreparation HASHING = new JacksonIdentifierHashing(KaizenKinds.REGISTRY, Redaction.HASHER);

    static List<KindSpec> kinds() {
        return KaizenKinds.REGISTRY.all();
    }

    @Test
    void anIdentifierBecomesItsHashInItsPlace() {
        assertThat(prepared(BatchKind.EVENTS, "{\"event_seq\":1,\"session_id\":\"s-1\",\"agent\":\"a\"}"))
                .isEqualTo("{\"event_seq\":1,\"session_id_hash\":\"" + hash("s-1") + "\",\"agent\":\"a\"}");
    }

    @Test
    void soDoManyOfThem() {
        assertThat(prepared(BatchKind.TOOL_SPANS, "{\"span_id\":\"x\",\"paths\":[\"a.rs\",\"b/é.rs\"]}"))
                .isEqualTo("{\"span_id_hash\":\"" + hash("x") + "\",\"path_hashes\":[\"" + hash("a.rs") + "\",\""
                        + hash("b/é.rs") + "\"]}");
    }

    @Test
    void andThoseOfElements() {
        assertThat(prepared(
                        BatchKind.REPO_SNAPSHOTS,
                        "{\"file_facts\":[{\"path\":\"a\",\"loc\":1,\"owner\":\"ann\"},{\"path_hash\":\"h\"}],"
                                + "\"edges\":[{\"from\":\"a\",\"to\":\"b\",\"kind\":\"calls\"}]}"))
                .isEqualTo("{\"file_facts\":[{\"path_hash\":\"" + hash("a") + "\",\"loc\":1},{\"path_hash\":\"h\"}],"
                        + "\"edges\":[{\"from_hash\":\"" + hash("a") + "\",\"to_hash\":\"" + hash("b")
                        + "\",\"kind\":\"calls\"}]}");
    }

    @Test
    void fieldsThatAreNotListedAreLeftOut() {
        assertThat(prepared(
                        BatchKind.EVENTS,
                        "{\"cwd\":\"/home/ann\",\"event_seq\":1,\"x\":{\"y\":[1]},\"session_id\":null}"))
                .isEqualTo("{\"event_seq\":1}");
        assertThat(prepared(BatchKind.EVENTS, "{\"cwd\":\"/home/ann\"}")).isEqualTo("{}");
    }

    @Test
    void anIdentifierThatIsListedByItselfStays() {
        String row = "{\"id\":\"e1\",\"session_id\":\"s1\"}";

        assertThat(prepared(BatchKind.SESSION_EVALS, row)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events         | {'session_id':7}                        | session_id: not a string",
                "events         | {'session_id':'a\\ud800'}               | session_id: an escape that is half of a surrogate pair",
                "tool_spans     | {'paths':'a'}                           | paths: not an array",
                "tool_spans     | {'paths':['a',1]}                       | paths[1]: not a string",
                "repo_snapshots | {'file_facts':[{},{'path':[]}]}         | file_facts[1].path: not a string",
                "events         | {'session_id':'a'                       | not JSON (at byte 17)",
                "events         | []                                      | not a JSON object",
            },
            quoteCharacter = '"')
    void whatCannotBeHashedIsRefusedByName(String kind, String row, String reason) {
        RowPreparation.Result result = prepare(new BatchKind(kind), row.replace('\'', '"'));

        assertThat(result).isEqualTo(new Refused(reason));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rowsWithHashesStayAsTheyAre(KindSpec spec) {
        assertThat(SampleRows.valid(spec.kind())).allSatisfy(row -> {
            String once = prepared(spec.kind(), row);
            assertThat(prepared(spec.kind(), once)).isEqualTo(once);
            assertThat(once).isEqualTo(row);
        });
    }

    private static String hash(String plain) {
        return new Blake3ContentHasher().hash(SALT, plain.getBytes(UTF_8));
    }

    private static String prepared(BatchKind kind, String row) {
        return new String(((Prepared) prepare(kind, row)).row(), UTF_8);
    }

    private static RowPreparation.Result prepare(BatchKind kind, String row) {
        return HASHING.prepare(KaizenKinds.REGISTRY.find(kind).orElseThrow(), row.getBytes(UTF_8));
    }
}
