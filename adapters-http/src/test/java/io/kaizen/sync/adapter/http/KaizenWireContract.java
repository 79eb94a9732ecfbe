package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.AttemptRecorder;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How kaizen's ingest server is spoken to, and what its answers mean: the contract's section 5, over real sockets. */
abstract class KaizenWireContract {

    /** The token under which the gateways of this contract send. */
    static final Secret TOKEN = Secret.of("canary-token-4711");

    private static final IdempotencyKey KEY = IdempotencyKey.parse("01932c07-209b-7c3f-8a3e-5d1f6f7e8a90");

    private final ScriptedIngest ingest = ScriptedIngest.start();

    /** A gateway that sends to {@code endpoint} with {@link #TOKEN}; its time-outs are long enough for a slow machine. */
    abstract IngestGateway gatewayTo(String endpoint);

    @AfterEach
    void closeServer() {
        ingest.close();
    }

    /** The status table, row by row. */
    static Stream<Arguments> answers() {
        return Stream.of(
                answer("202 that counts", Reply.answer(202, "{\"received\":2,\"deduped\":1}"), new Accepted(2, 1)),
                answer("202 without body", Reply.answer(202), Accepted.UNCOUNTED),
                answer("202 that is not JSON", Reply.answer(202, "OK"), new Accepted(0, 0, true)),
                answer("202 that counts one thing", Reply.answer(202, "{\"received\":1}"), new Accepted(1, 0)),
                answer("202 whose body is cut", cut(Reply.answer(202, "{\"received\":2}"), 3), Accepted.UNCOUNTED),
                answer(
                        "202 whose body is reset",
                        wire -> {
                            wire.readRequest();
                            wire.send("HTTP/1.1 202 A\r\nContent-Length: 9\r\n\r\n{");
                            wire.reset();
                        },
                        Accepted.UNCOUNTED),
                answer(
                        "409 that replays",
                        Reply.answer(409, "{\"received\":2,\"deduped\":0}"),
                        new Conflict(Meaning.STORED_BEFORE, "{\"received\":2,\"deduped\":0}")),
                answer("409 without body", Reply.answer(409), new Conflict(Meaning.STORED_BEFORE, "")),
                answer(
                        "409 with a code",
                        Reply.answer(409, "{\"code\":\"x\"}"),
                        new Conflict(Meaning.KEY_BURNT, "{\"code\":\"x\"}")),
                answer(
                        "409 with an error",
                        Reply.answer(409, "{\"error\":{}}"),
                        new Conflict(Meaning.KEY_BURNT, "{\"error\":{}}")),
                answer(
                        "409 whose body is cut",
                        cut(Reply.answer(409, "{\"received\":2}"), 3),
                        new Conflict(Meaning.UNKNOWN, "{\"received\"")),
                answer("413", Reply.answer(413, "too big"), new TooLarge("too big")),
                answer(
                        "429 in seconds",
                        Reply.answer(429, "slow").withHeader("Retry-After", "7"),
                        new RateLimited(Optional.of(Duration.ofSeconds(7)), "slow")),
                answer(
                        "429 until a date",
                        Reply.answer(429)
                                .withHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
                                .withHeader("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"),
                        new RateLimited(Optional.of(Duration.ofSeconds(30)), "")),
                answer("429 without a wait", Reply.answer(429), new RateLimited(Optional.empty(), "")),
                answer(
                        "429 with an unreadable wait",
                        Reply.answer(429).withHeader("Retry-After", "soon"),
                        new RateLimited(Optional.empty(), "")),
                answer(
                        "503 in seconds",
                        Reply.answer(503, "busy").withHeader("Retry-After", "7"),
                        new ServerError(503, "busy", Optional.of(Duration.ofSeconds(7)))),
                answer("503 without a wait", Reply.answer(503), new ServerError(503, "")),
                answer(
                        "401",
                        Reply.answer(401, "who?").withHeader("WWW-Authenticate", "Basic realm=\"x\""),
                        new Unauthorized("who?")),
                answer(
                        "407",
                        Reply.answer(407).withHeader("Proxy-Authenticate", "Basic realm=\"x\""),
                        new ClientError(407, "")),
                answer(
                        "token repeated",
                        Reply.answer(401, "bad " + TOKEN.reveal() + "\u001b[31m\r\nX"),
                        new Unauthorized("bad ***\\u{1b}[31m\\r\\nX")));
    }

    private static Arguments answer(String name, Reply reply, IngestOutcome outcome) {
        return argumentSet(name, reply, outcome);
    }

    private static Reply cut(Answer answer, int missing) {
        return Reply.raw(answer.text().substring(0, answer.text().length() - missing));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswerHasItsOutcome(Reply reply, IngestOutcome expected) {
        assertThat(sendTo(reply)).isEqualTo(expected);
        assertThat(ingest.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 403, 404, 405, 406, 410, 411, 414, 415, 418, 422, 423, 426, 428, 431, 451, 499})
    void f36_f38_f39_f40_other4xxAreClientErrors(int status) {
        assertThat(sendTo(Reply.answer(status, "why"))).isEqualTo(new ClientError(status, "why"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 425, 500, 501, 502, 503, 504, 505, 507, 508, 511, 599, 200, 201, 203, 207, 600, 999})
    void f11_f29_f37_everyOtherStatusIsAServerError(int status) {
        assertThat(sendTo(Reply.answer(status, "why"))).isEqualTo(new ServerError(status, "why"));
    }

    @Test
    void aStatusWithoutBodyIsAServerErrorToo() {
        assertThat(sendTo(Reply.answer(204))).isEqualTo(new ServerError(204, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void f12_f118_redirectsAreReportedAndNotFollowed(int status) {
        try (ScriptedIngest elsewhere = ScriptedIngest.start()) {
            IngestOutcome outcome = sendTo(Reply.answer(status).withHeader("Location", elsewhere.endpoint()));

            assertThat(outcome).isEqualTo(new Redirected(status, Optional.of(elsewhere.endpoint())));
            assertThat(elsewhere.connections()).isZero();
            assertThat(ingest.requests()).hasSize(1);
        }
    }

    @Test
    void aRedirectMayHaveNoLocation() {
        assertThat(sendTo(Reply.answer(304))).isEqualTo(new Redirected(304, Optional.empty()));
    }

    @Test
    void theRequestIsWhatTheContractSays() {
        Batch batch = SampleBatches.of(BatchKind.EVENTS, "{\"event_seq\":1}", "{\"event_seq\":2}");

        gatewayTo(ingest.endpoint() + "/prefix//").prepare(batch).send(once());

        ReceivedRequest request = ingest.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/prefix/v1/events");
        assertThat(request.header("Authorization")).containsExactly("Bearer " + TOKEN.reveal());
        assertThat(request.header("Content-Type")).containsExactly("application/json");
        assertThat(request.header("Content-Encoding")).containsExactly("gzip");
        assertThat(request.header("X-Kaizen-Idempotency-Key")).containsExactly(KEY.toString());
        assertThat(request.header("X-Kaizen-Client"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("kaizen-sync-java/");
        assertThat(request.header("Content-Length")).containsExactly(Integer.toString(request.body().length));
        assertThat(request.unzippedBody())
                .isEqualTo("{\"team_id\":\"team-1\",\"workspace_hash\":\"blake3:" + "ab".repeat(32)
                        + "\",\"project_name\":\"widget\",\"events\":[{\"event_seq\":1},{\"event_seq\":2}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_spans", "repo_snapshots", "workspace_facts", "session_evals"})
    void everyKindHasItsRoute(String kind) {
        gatewayTo(ingest.endpoint())
                .prepare(SampleBatches.of(new BatchKind(kind), 1))
                .send(once());

        assertThat(ingest.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/v1/" + kind.replace('_', '-'));
    }

    @Test
    void f55_aRefusedConnectionMeansThatNothingArrived() throws IOException {
        // Bound and not listening: no other program can come to answer on the port.
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            IngestOutcome outcome = gatewayTo("http://127.0.0.1:" + deaf.getLocalPort())
                    .prepare(SampleBatches.events(1))
                    .send(once());

            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(outcome.isAmbiguous()).isFalse();
        }
    }

    /** Faults after the request has left, one by one. */
    static Stream<Arguments> ambiguousEnds() {
        return Stream.of(
                argumentSet("closed without a word", Reply.silence()),
                argumentSet("reset", Reply.reset()),
                argumentSet("cut within the status line", Reply.raw("HTTP/1.1 20")),
                argumentSet("cut within the head", Reply.raw("HTTP/1.1 202 OK\r\nContent-Le")),
                argumentSet("not HTTP", Reply.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
                argumentSet("another HTTP", Reply.raw("HTTP/2.0 202 OK\r\n\r\n")),
                argumentSet("a status that is no number", Reply.raw("HTTP/1.1 2x2 OK\r\n\r\n")),
                argumentSet("a negative length", Reply.raw("HTTP/1.1 202 OK\r\nContent-Length: -1\r\n\r\n")));
    }

    @ParameterizedTest
    @MethodSource("ambiguousEnds")
    void f2_f43_anEndWithoutAStatusMeansThatTheBatchMayHaveArrived(Reply reply) {
        IngestOutcome outcome = sendTo(reply);

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isTrue();
        assertThat(ingest.requests()).hasSize(1);
    }

    @Test
    void aGatewayIsGoodForFurtherBatchesAfterAnyEnd() {
        IngestGateway gateway = gatewayTo(ingest.endpoint());
        List<Reply> replies = ambiguousEnds().map(end -> (Reply) end.get()[0]).toList();

        for (Reply reply : replies) {
            ingest.reply(reply, Reply.answer(202, "{\"received\":1}"));
            assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isInstanceOf(Unreachable.class);
            assertThat(gateway.prepare(SampleBatches.events(1)).send(once())).isEqualTo(new Accepted(1, 0));
        }
    }

    private IngestOutcome sendTo(Reply reply) {
        ingest.reply(reply);
        return gatewayTo(ingest.endpoint()).prepare(SampleBatches.events(2)).send(once());
    }

    private static AttemptJournal once() {
        return new AttemptRecorder(KEY);
    }
}
