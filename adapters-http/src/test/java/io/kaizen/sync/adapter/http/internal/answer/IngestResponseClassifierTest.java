package io.kaizen.sync.adapter.http.internal.answer;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finer points; the plain table is shown over real HTTP by the port's contract. */
class IngestResponseClassifierTest {

    private static final Secret TOKEN = Secret.of("s3cr3t");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"received\":500,\"deduped\":3}                  | 500 | 3",
                "` \n{ \"deduped\" : 3 } `                         | 0   | 3",
                "{\"received\":\"500\",\"deduped\":null}           | 0   | 0",
                "{\"received\":-5,\"deduped\":1.5}                 | 0   | 0",
                "{\"received\":99999999999999999999,\"deduped\":1} | 0   | 1",
                "{\"a\":{\"received\":9},\"received\":2,\"b\":[7]} | 2   | 0",
                "{\"received\":5} {}                               | 0   | 0",
                "{\"received\":5                                   | 0   | 0",
                "``                                                | 0   | 0",
            })
    void f10_f11_a202CountsWhatItsBodyCounts(String body, long received, long deduped) {
        assertThat(classify(202, body)).isEqualTo(new Accepted(received, deduped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[5]", "<html>", "OK", "7"})
    void f11_a202WithSomebodyElsesBodyIsMarked(String body) {
        assertThat(classify(202, body)).isEqualTo(new Accepted(0, 0, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                      | STORED_BEFORE",
                "{}                                      | STORED_BEFORE",
                "{\"received\":1,\"deduped\":0}          | STORED_BEFORE",
                "{\"a\":{\"error\":1}}                   | STORED_BEFORE",
                "[{\"error\":1}]                         | STORED_BEFORE",
                "\"error\"                               | STORED_BEFORE",
                "<html>error</html>                      | STORED_BEFORE",
                "{\"code\":\"idempotency_conflict\"}     | KEY_BURNT",
                "{\"received\":1,\"error\":\"oops\"}     | KEY_BURNT",
                "` {\"\\u0065rror\":0}`                  | KEY_BURNT",
                "`\uFEFF{\"error\":0}`                   | KEY_BURNT",
                "{\"error\":                             | UNKNOWN",
                "{received:1}                            | UNKNOWN",
                "{\"received\":1} {\"error\":1}          | UNKNOWN",
            })
    void f5_f7_a409ProvesWhatItsBodyLetsItProve(String body, Meaning meaning) {
        assertThat(classify(409, body))
                .isInstanceOf(Conflict.class)
                .extracting("meaning")
                .isEqualTo(meaning);
    }

    @Test
    void f5_f46_a409InAFormThatWeDoNotReadProvesNothing() {
        assertThat(meaning(response(409, Map.of(), "{\"error\":1}".getBytes(UTF_16BE), Ending.MARKED)))
                .isEqualTo(Meaning.UNKNOWN);
        assertThat(meaning(response(409, Map.of("content-encoding", List.of("gzip")), new byte[] {31}, Ending.MARKED)))
                .isEqualTo(Meaning.UNKNOWN);
        assertThat(meaning(response(409, Map.of(), "{}".getBytes(UTF_8), Ending.CUT)))
                .isEqualTo(Meaning.UNKNOWN);
        assertThat(meaning(response(409, Map.of("Content-Encoding", List.of("Identity")), new byte[0], Ending.MARKED)))
                .isEqualTo(Meaning.STORED_BEFORE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                             | UNKNOWN",
                "<html>                         | UNKNOWN",
                "{\"rec                        | UNKNOWN",
                "{\"received\":1}             | STORED_BEFORE",
                "{\"error\":1}                | KEY_BURNT",
            })
    void f5_a409ThatEndsWithTheConnectionProvesOnlyWhatIsWholeInItself(String body, Meaning meaning) {
        assertThat(meaning(response(409, Map.of(), body.getBytes(UTF_8), Ending.UNMARKED)))
                .isEqualTo(meaning);
    }

    @Test
    void f46_anEncodedBodyIsNotShown() {
        Map<String, List<String>> gzip = Map.of("Content-Encoding", List.of("br"));

        assertThat(classify(response(400, gzip, "x".getBytes(UTF_8), Ending.MARKED)))
                .isEqualTo(new ClientError(400, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"error\":\"no\",\"field\":\"events[17]\"}        | events[17]",
                "{\"field\":\" events[3].ts_ms\",\"error\":{\"a\":1}} | events[3].ts_ms",
                "{\"field\":\"events[0]s3cr3t\\u001b\"}             | events[0]***\\u{1b}",
            })
    void aRefusalOfTheRowsNamesTheFieldThatItBlames(String body, String field) {
        for (int status : new int[] {400, 422}) {
            assertThat(fieldOf(classify(status, body))).contains(field);
        }
        assertThat(fieldOf(classify(404, body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``",
                "<html>",
                "{\"field\":17}",
                "{\"field\":\" \"}",
                "{\"field\":[\"events[1]\"]}",
                "{\"error\":{\"field\":\"events[1]\"}}",
                "{\"field\":\"events[1]\"",
                "[{\"field\":\"events[1]\"}]"
            })
    void whatIsNoStringAtTheTopBlamesNothing(String body) {
        assertThat(fieldOf(classify(400, body))).isEmpty();
    }

    @Test
    void theNameOfAFieldIsCutAtItsEnd() {
        String field = fieldOf(classify(422, "{\"field\":\"events[7]." + "x".repeat(5_000) + "\"}"))
                .orElseThrow();

        assertThat(field).hasSize(200).startsWith("events[7].x").endsWith("x…");
    }

    @Test
    void f127_aLocationIsTamedLikeAllOtherWords() {
        Map<String, List<String>> headers = Map.of("location", List.of(" ", "https://x/?t=s3cr3t\u001b"));

        assertThat(classify(response(302, headers, new byte[0], Ending.MARKED)))
                .isEqualTo(new Redirected(302, Optional.of("https://x/?t=***\\u{1b}")));
    }

    private static Optional<String> fieldOf(IngestOutcome outcome) {
        return ((ClientError) outcome).field();
    }

    @Test
    void b20_theWaitThatA503AsksForIsRead() {
        Map<String, List<String>> headers = Map.of("Retry-After", List.of("7"));

        assertThat(classify(response(503, headers, new byte[0], Ending.MARKED)))
                .isEqualTo(new ServerError(503, "", Optional.of(Duration.ofSeconds(7))));
        assertThat(classify(503, "")).isEqualTo(new ServerError(503, ""));
    }

    private static IngestOutcome classify(int status, String body) {
        return classify(response(status, Map.of(), body.getBytes(UTF_8), Ending.MARKED));
    }

    private static Meaning meaning(Response response) {
        return ((Conflict) classify(response)).meaning();
    }

    private static IngestOutcome classify(Response response) {
        return IngestResponseClassifier.classify(response, TOKEN, Instant.EPOCH);
    }

    private static Response response(int status, Map<String, List<String>> headers, byte[] body, Ending ending) {
        return new Response(status, headers, body, ending);
    }
}
