package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter makes of the answers to {@code GET /v1/config}. */
class HttpIngestConfigTest extends AgainstScriptedIngest {

    private static final ServerOverrides TEN = new ServerOverrides(
            Map.of(Overridable.EVENTS_PER_BATCH_MAX, BigDecimal.TEN, Overridable.SAMPLE_RATE, BigDecimal.valueOf(0.5)));
    private static final String TEN_IN_JSON = "{\"events_per_batch_max\":10,\"sample_rate\":0.5}";

    @Test
    void readsTheFourKeysAndLooksAtNoOthers() {
        assertThat(
                        replyTo(
                                Reply.answer(
                                        200,
                                        "{\"events_per_batch_max\": 10, \"max_body_bytes\": 20000,"
                                                + " \"other\": {\"sample_rate\": 0}, \"flush_interval_ms\": 5000, \"sample_rate\": 0.5}")))
                .isEqualTo(new Said(
                        new ServerOverrides(Map.of(
                                Overridable.EVENTS_PER_BATCH_MAX, BigDecimal.TEN,
                                Overridable.MAX_BODY_BYTES, BigDecimal.valueOf(20_000),
                                Overridable.FLUSH_INTERVAL_MS, BigDecimal.valueOf(5_000),
                                Overridable.SAMPLE_RATE, BigDecimal.valueOf(0.5))),
                        List.of()));
    }

    @Test
    void warnsOfValuesThatAreNoNumbersOrOutOfRangeAndTakesTheOthers() {
        assertThat(replyTo(Reply.answer(
                        200,
                        "{\"events_per_batch_max\":10,\"sample_rate\":0.5,"
                                + "\"flush_interval_ms\":\"often\",\"max_body_bytes\":1e999999999}")))
                .isEqualTo(new Said(
                        TEN,
                        List.of(
                                "max_body_bytes is not a whole number from 0 to 67108864 and is ignored",
                                "flush_interval_ms is not a whole number from 0 to 86400000 and is ignored")));
    }

    @Test
    void b11_aServerThatWantsMoreThanAnyMemoryHoldsIsNotObeyed() {
        assertThat(replyTo(Reply.answer(200, "{\"events_per_batch_max\":2147483647,\"max_body_bytes\":2147483647}")))
                .isEqualTo(new Said(
                        ServerOverrides.NONE,
                        List.of(
                                "events_per_batch_max is not a whole number from 0 to 100000 and is ignored",
                                "max_body_bytes is not a whole number from 0 to 67108864 and is ignored")));
    }

    @Test
    void nullIsAsIfItWereNotThere() {
        assertThat(replyTo(Reply.answer(200, "{\"max_body_bytes\":null}"))).isEqualTo(Said.NOTHING);
    }

    @Test
    void aServerThatDoesNotKnowTheRouteOverridesNothing() {
        assertThat(replyTo(Reply.answer(404, "{\"error\":\"no such route\"}"))).isEqualTo(Said.NOTHING);
    }

    @Test
    void asksWithTheTokenAndWithoutAKey() {
        replyTo(Reply.answer(200, TEN_IN_JSON));

        ReceivedRequest request = ingest.gets().get(0);
        assertThat(request.target()).isEqualTo("/v1/config");
        assertThat(request.header("Authorization")).containsExactly("Bearer " + TOKEN.reveal());
        assertThat(request.header("X-Kaizen-Client")).containsExactly("kaizen-sync-java/1.2.3");
        assertThat(request.header("X-Kaizen-Idempotency-Key")).isEmpty();
        assertThat(ingest.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 401, 403, 409, 429, 500, 503})
    void anyOtherStatusLeavesItUnknownAndIsNotTriedAgain(int status) {
        assertThat(replyTo(Reply.answer(status, TEN_IN_JSON)))
                .isEqualTo(new Unavailable("the server answers " + status));
        assertThat(ingest.gets()).hasSize(1);
    }

    @Test
    void f118_aRedirectIsNotFollowed() {
        try (ScriptedIngest elsewhere = ScriptedIngest.start()) {
            elsewhere.replyToGet(Reply.answer(200, TEN_IN_JSON));

            assertThat(replyTo(Answer.of(302).withHeader("Location", elsewhere.endpoint() + "/v1/config")))
                    .isEqualTo(new Unavailable("the server answers 302"));
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "10",
                "null",
                "{",
                "{\"events_per_batch_max\":10",
                "{\"events_per_batch_max\":10} {}",
                "{\"events_per_batch_max\":NaN}",
            })
    void anythingButOneJsonObjectLeavesItUnknown(String body) {
        assertThat(replyTo(Reply.answer(200, body)))
                .isEqualTo(new Unavailable("its answer is not a JSON object: " + body));
    }

    @Test
    void f127_whatItSaysInsteadIsShownWithoutTheTokenOnOneShortLine() {
        IngestConfig.Reply reply =
                replyTo(Reply.answer(200, "hello " + TOKEN.reveal() + "\n\u001b[31m" + "x".repeat(1000)));

        assertThat(((Unavailable) reply).reason())
                .doesNotContain(TOKEN.reveal(), "\n", "\u001b")
                .hasSizeLessThan(120);
    }

    @Test
    void f44_anAnswerOf64KibIsReadAndALongerOneLeavesItUnknown() {
        String longest = TEN_IN_JSON + " ".repeat(Response.MAX_BODY_BYTES - TEN_IN_JSON.length());

        assertThat(replyTo(Reply.answer(200, longest))).isEqualTo(new Said(TEN, List.of()));
        assertThat(replyTo(Reply.answer(200, longest + " ")))
                .isEqualTo(new Unavailable("its answer was cut off, or is longer than 65536 bytes"));
    }

    @Test
    void anAnswerThatBreaksOffLeavesItUnknown() {
        assertThat(replyTo(Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + TEN_IN_JSON)))
                .isEqualTo(new Unavailable("its answer was cut off, or is longer than 65536 bytes"));
        assertThat(replyTo(Reply.reset())).isInstanceOf(Unavailable.class);
        assertThat(replyTo(Reply.silence())).isInstanceOf(Unavailable.class);
        assertThat(ingest.gets()).hasSize(3);
    }

    @Test
    void f45_aServerThatIsSlowCostsNoMoreThanTheLimit() {
        HttpIngestConfig hasty = config(SHORT);

        ingest.replyToGet(Reply.stallAfter(""));
        assertThat(hasty.ask()).isEqualTo(new Unavailable("gave up after 300 ms"));

        ingest.replyToGet(wire -> {
            wire.readRequest();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
            wire.drip("x".repeat(60_000), Duration.ofMillis(20));
        });
        assertThat(hasty.ask()).isInstanceOf(Unavailable.class);
    }

    @Test
    void aServerThatIsNotThereLeavesItUnknown() {
        ingest.close();

        assertThat(config(PATIENCE).ask()).isInstanceOf(Unavailable.class);
    }

    @Test
    void afterClosingNothingIsAsked() {
        HttpIngestConfig config = config(PATIENCE);
        config.close();

        assertThat(config.ask()).isEqualTo(new Unavailable("not sent: shutting down"));
        assertThat(ingest.connections()).isZero();
    }

    @Test
    void closingBreaksOffTheQuestionThatIsOnTheWire() {
        HttpIngestConfig config = config(PATIENCE);
        ingest.replyToGet(wire -> {
            wire.readRequest();
            config.close();
            wire.awaitClose();
        });

        assertThat(config.ask()).isEqualTo(new Unavailable("broken off by shutdown"));
    }

    private HttpIngestConfig config(Duration limit) {
        return closedInTheEnd(new HttpIngestConfig(settings(ingest.endpoint(), limit)));
    }

    private IngestConfig.Reply replyTo(Reply reply) {
        ingest.replyToGet(reply);
        return config(PATIENCE).ask();
    }
}
