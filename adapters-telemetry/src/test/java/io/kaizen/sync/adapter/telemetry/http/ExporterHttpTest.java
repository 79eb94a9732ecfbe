package io.kaizen.sync.adapter.telemetry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.HttpSender;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExporterHttpTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ScriptedIngest server = ScriptedIngest.start();
    private final List<Duration> waits = new ArrayList<>();
    private long nanos;
    private boolean stopRequested;
    private final ExporterHttp http = http(LIMIT);

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void aRequestArrivesAsItWasMeant() throws Exception {
        server.reply(Reply.answer(200, "{\"ok\":true}"));

        Answered answer = http.post(request(true, RetryOn.SERVER_ERRORS), http.begin());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"ok\":true}");
        ReceivedRequest received = server.requests().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target()).isEqualTo("/batch/");
        assertThat(received.header("Content-Type")).containsExactly("application/json");
        assertThat(received.header("Content-Encoding")).containsExactly("gzip");
        assertThat(received.header("X-Key")).containsExactly("s3cret");
        assertThat(received.header("User-Agent")).containsExactly("kaizen-sync-java/1.2.3");
        assertThat(received.unzippedBody()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aDeadlineCanBeSharedOut() {
        Deadline whole = http.begin();

        assertThat(whole.share(1).remaining()).isEqualTo(whole.remaining());
        assertThat(whole.share(3).remaining()).isEqualTo(whole.remaining().dividedBy(3));
        Deadline third = whole.share(3);
        nanos += third.remaining().toNanos();
        assertThat(third.remaining()).isZero();
        assertThat(whole.share(2).remaining()).isBetween(Duration.ofMillis(9_833), Duration.ofMillis(9_834));
    }

    @Test
    void withoutGzipTheBodyTravelsAsItIs() throws Exception {
        http.post(request(false, RetryOn.SERVER_ERRORS), http.begin());

        ReceivedRequest received = server.requests().get(0);
        assertThat(received.header("Content-Encoding")).isEmpty();
        assertThat(received.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 599})
    void whatMayHelpIsTriedAgain(int status) throws Exception {
        server.reply(Reply.answer(status), Reply.answer(status), Reply.answer(204));

        assertThat(http.post(request(true, RetryOn.SERVER_ERRORS), http.begin()).status())
                .isEqualTo(204);
        assertThat(server.requests()).hasSize(3);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 413, 500, 501})
    void otlpForbidsToTryAgainAfterAnythingElse(int status) {
        server.reply(Reply.answer(status, "no"));

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), http.begin()))
                .hasMessage("127.0.0.1 answers " + status + ": no");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void otlpWantsTheseTriedAgain(int status) throws Exception {
        server.reply(Reply.answer(status), Reply.answer(200));

        http.post(request(true, RetryOn.OTLP), http.begin());

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void b20_aBodyThatNeverComesBehindATakenRequestCostsTwoSeconds() throws Exception {
        server.reply(Reply.stallAfter("HTTP/1.1 200 A\r\nContent-Length: 14\r\n\r\n{"));

        assertThat(http.post(request(true, RetryOn.OTLP), http.begin()).status())
                .isEqualTo(200);
        http.post(request(true, RetryOn.OTLP), http.begin());
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionThatBreaksIsTriedAgain() throws Exception {
        server.reply(Reply.reset(), Reply.silence(), Reply.answer(200));

        http.post(request(true, RetryOn.OTLP), http.begin());

        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void theServerIsGivenTheTimeItAsksFor() throws Exception {
        server.reply(Answer.of(429).withHeader("Retry-After", "7"), Reply.answer(200));

        http.post(request(true, RetryOn.OTLP), http.begin());

        assertThat(waits).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aWaitOfNothingIsAWaitAllTheSame() throws Exception {
        server.reply(Answer.of(429).withHeader("Retry-After", "0"), Reply.answer(200));

        http.post(request(true, RetryOn.OTLP), http.begin());

        assertThat(waits.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void whoAsksForMoreTimeThanIsLeftIsNotWaitedFor() {
        server.reply(Answer.of(503).withHeader("Retry-After", "30"));

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), http.begin()))
                .hasMessage("127.0.0.1 answers 503; it asks to wait for 30 s, which is more than is left of 29500 ms");
        assertThat(waits).isEmpty();
    }

    @Test
    void theTimeLimitIsForAllTriesTogether() {
        for (int i = 0; i < 100; i++) {
            server.reply(Reply.answer(500));
        }

        ExporterHttpException failure = catchThrowableOfType(
                ExporterHttpException.class, () -> http.post(request(true, RetryOn.SERVER_ERRORS), http.begin()));

        assertThat(failure.statusCode()).isEqualTo(500);
        assertThat(failure)
                .hasMessage("127.0.0.1 answers 500 (tried " + (waits.size() + 1) + " times); given up after 29500 ms");
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(LIMIT);
        assertThat(server.requests()).hasSizeBetween(5, 12);
    }

    @Test
    void oneDeadlineHoldsForSeveralRequests() throws Exception {
        server.reply(Reply.answer(200), Answer.of(503).withHeader("Retry-After", "5"));
        Deadline deadline = http.begin();
        http.post(request(true, RetryOn.OTLP), deadline);
        nanos += Duration.ofSeconds(27).toNanos();

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), deadline))
                .hasMessageContaining("it asks to wait for 5 s");
    }

    @Test
    void aStopEndsTheWait() {
        server.reply(Reply.answer(500));
        stopRequested = true;

        assertThatThrownBy(() -> http.post(request(true, RetryOn.SERVER_ERRORS), http.begin()))
                .hasMessage("127.0.0.1 answers 500; stopped before it was tried again");
    }

    @Test
    void f105_aServerThatStallsIsBrokenOffAtTheDeadline() {
        server.reply(Reply.stallAfter("HTTP/1.1 200 OK\r\nX-Slow"));
        Duration limit = Duration.ofMillis(300);
        ExporterHttp hasty = new ExporterHttp(limit, sender(limit), new RecordingSleeper(), new Random(7));

        assertThatThrownBy(() -> hasty.post(request(true, RetryOn.OTLP), hasty.begin()))
                .hasMessage("127.0.0.1: no answer in time; given up after 270 ms");
        hasty.close();
    }

    @Test
    void aBodyThatBreaksOffChangesNothingAboutTheStatus() throws Exception {
        server.reply(Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), Reply.answer(200));

        assertThat(http.post(request(true, RetryOn.OTLP), http.begin()).body()).isEmpty();
        http.post(request(true, RetryOn.OTLP), http.begin());

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
        server.reply(Reply.stallAfter("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000)));

        assertThat(http.post(request(true, RetryOn.OTLP), http.begin()).body()).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.reply(Answer.of(307).withHeader("Location", "http://elsewhere.test/"), Reply.answer(200));

        assertThatThrownBy(() -> http.post(request(true, RetryOn.SERVER_ERRORS), http.begin()))
                .hasMessage("127.0.0.1 answers 307: a redirect to http://elsewhere.test/, which is not followed");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void f120_whatTheServerRepeatsIsShownWithoutSecretsAndOnOneShortLine() {
        server.reply(Reply.answer(403, "bad key s3cret\nor phc_body" + "x".repeat(1000)));

        assertThatThrownBy(() -> http.post(request(true, RetryOn.SERVER_ERRORS), http.begin()))
                .hasMessageStartingWith("127.0.0.1 answers 403, check the key: bad key ***\\nor ***xxx")
                .message()
                .hasSizeLessThan(250);
    }

    @Test
    void nobodyThereIsSaid() {
        server.close();

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), http.begin()))
                .isInstanceOf(ExporterHttpException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void afterClosingNothingIsSent() {
        http.close();

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), http.begin()))
                .hasMessageContaining("shutting down");
        assertThat(server.connections()).isZero();
    }

    @Test
    void aHostThatTheReasonNamesIsNamedOnce() {
        ExporterHttp lost = new ExporterHttp(
                LIMIT, new Unable("unknown host 127.0.0.1"), new RecordingSleeper(), new Random(7), () -> nanos);
        stopRequested = true;

        assertThatThrownBy(() -> lost.post(request(true, RetryOn.OTLP), lost.begin()))
                .hasMessage("unknown host 127.0.0.1; stopped before it was tried again");
    }

    @Test
    void eachTryHasWhatIsLeftOfTheExportsTime() {
        Unable unable = new Unable("no");
        ExporterHttp http = new ExporterHttp(LIMIT, unable, new RecordingSleeper(), new Random(7), () -> nanos);

        assertThatThrownBy(() -> http.post(request(true, RetryOn.OTLP), http.begin()))
                .hasMessageStartingWith("127.0.0.1: no (tried ");

        Duration left = Duration.ofMillis(29_500);
        assertThat(unable.limits).hasSize(waits.size() + 1).startsWith(left);
        for (int i = 0; i < waits.size(); i++) {
            left = left.minus(waits.get(i));
            assertThat(unable.limits.get(i + 1)).isEqualTo(left);
        }
    }

    @Test
    void aHeaderThatCannotTravelIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> new ExporterRequest(
                        new Request(
                                URI.create("http://127.0.0.1/"),
                                "application/json",
                                Map.of("X-Key", Secret.of("s3cret\nX-Evil: 1")),
                                new byte[0],
                                false),
                        RetryOn.OTLP,
                        Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the header X-Key holds line breaks or letters that no header may hold");
    }

    private ExporterHttp http(Duration limit) {
        return new ExporterHttp(limit, sender(limit), new RecordingSleeper(), new Random(7), () -> nanos);
    }

    private static HttpPostSender sender(Duration longest) {
        return new HttpPostSender(longest, "1.2.3", () -> Instant.EPOCH, ProxyChoice.DIRECT);
    }

    private ExporterRequest request(boolean gzip, RetryOn retryOn) {
        return new ExporterRequest(
                new Request(
                        URI.create(server.endpoint() + "/batch/"),
                        "application/json",
                        Map.of("X-Key", Secret.of("s3cret")),
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                        gzip),
                retryOn,
                Set.of(Secret.of("phc_body")));
    }

    /** Never gets an answer. */
    private static final class Unable implements HttpSender {

        private final String reason;
        private final List<Duration> limits = new ArrayList<>();

        Unable(String reason) {
            this.reason = reason;
        }

        @Override
        public Result post(Request request, Duration limit) {
            limits.add(limit);
            return new Unanswered(reason);
        }

        @Override
        public void close() {}
    }

    private final class RecordingSleeper implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            if (stopRequested) {
                return false;
            }
            waits.add(duration);
            nanos += duration.toNanos();
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return stopRequested;
        }
    }
}
