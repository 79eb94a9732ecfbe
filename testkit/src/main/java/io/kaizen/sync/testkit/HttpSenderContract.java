package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.export.HttpSender;
import io.kaizen.sync.application.port.out.export.HttpSender.Answered;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.application.port.out.export.HttpSender.Result;
import io.kaizen.sync.application.port.out.export.HttpSender.Unanswered;
import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link HttpSender} owes to those who send by it, tried over real TCP. */
@Timeout(60)
public abstract class HttpSenderContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);

    private final ScriptedIngest server = ScriptedIngest.start();
    private HttpSender sender;

    /** A new sender without a proxy, for requests of 20 s at most. */
    protected abstract HttpSender newSender();

    @BeforeEach
    final void openSender() {
        sender = newSender();
    }

    @AfterEach
    final void closeAll() {
        sender.close();
        server.close();
    }

    @Test
    void aRequestArrivesAsItWasMeant() {
        server.reply(Reply.answer(200, "{\"ok\":true}"));

        Result result = sender.post(request(true), LIMIT);

        assertThat(result).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).asString(UTF_8).isEqualTo("{\"ok\":true}");
            assertThat(answer.retryAfter()).isEmpty();
            assertThat(answer.location()).isEmpty();
        });
        ReceivedRequest received = server.requests().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.target()).isEqualTo("/batch/?v=1");
        assertThat(received.header("Content-Type")).containsExactly("application/json");
        assertThat(received.header("Content-Encoding")).containsExactly("gzip");
        assertThat(received.header("Accept-Encoding")).containsExactly("identity");
        assertThat(received.header("X-Key")).containsExactly("s3cret");
        assertThat(received.unzippedBody()).isEqualTo("{\"a\":1}");
    }

    @Test
    void withoutGzipTheBodyTravelsAsItIs() {
        sender.post(request(false), LIMIT);

        ReceivedRequest received = server.requests().get(0);
        assertThat(received.header("Content-Encoding")).isEmpty();
        assertThat(received.body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 307, 400, 404, 429, 500, 599})
    void anyStatusIsAnAnswerAndNothingIsSentTwice(int status) {
        server.reply(Answer.of(status)
                .withHeader("Location", "http://elsewhere.test/")
                .withHeader("Retry-After", "7"));

        assertThat(sender.post(request(true), LIMIT)).isInstanceOfSatisfying(Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.location()).contains("http://elsewhere.test/");
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
        });
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aConnectionIsUsedAgain() {
        sender.post(request(true), LIMIT);
        sender.post(request(true), LIMIT);

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aBodyThatBreaksOffOrIsTooLongChangesNothingAboutTheStatus() {
        server.reply(
                Reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"),
                Reply.stallAfter("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(70_000)));

        for (int i = 0; i < 2; i++) {
            assertThat(sender.post(request(true), LIMIT)).isInstanceOfSatisfying(Answered.class, answer -> {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
            });
        }
    }

    @Test
    void aServerThatStallsIsBrokenOffAtTheLimit() {
        server.reply(Reply.stallAfter("HTTP/1.1 200 OK\r\nX-Slow"));

        assertUnanswered(sender.post(request(true), Duration.ofMillis(300)));
    }

    @Test
    void whatIsNoAnswerIsSaidInWords() {
        server.reply(Reply.reset(), Reply.silence());

        assertUnanswered(sender.post(request(true), LIMIT));
        assertUnanswered(sender.post(request(true), LIMIT));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void afterClosingNothingIsSent() {
        sender.close();

        assertUnanswered(sender.post(request(true), LIMIT));
        assertThat(server.connections()).isZero();
        sender.close();
    }

    @Test
    void closingBreaksOffWhatIsOnTheWire() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        server.reply(wire -> {
            wire.readRequest();
            arrived.countDown();
            wire.awaitClose();
        });
        CompletableFuture<Result> result = CompletableFuture.supplyAsync(() -> sender.post(request(true), LIMIT));
        assertThat(arrived.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        sender.close();

        assertUnanswered(result.get(LIMIT.toSeconds() / 2, TimeUnit.SECONDS));
    }

    @Test
    void aHeaderThatCannotTravelIsRefusedWithoutItsValue() {
        Map<String, Secret> evil = Map.of("X-Key", Secret.of("s3cret\nX-Evil: 1"));

        assertThatThrownBy(() -> new Request(uri(), "application/json", evil, BODY, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the header X-Key holds line breaks or letters that no header may hold");
    }

    private static void assertUnanswered(Result result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Unanswered.class,
                        none -> assertThat(none.reason()).isNotBlank().doesNotContain("s3cret"));
    }

    private Request request(boolean gzip) {
        return new Request(uri(), "application/json", Map.of("X-Key", Secret.of("s3cret")), BODY, gzip);
    }

    private URI uri() {
        return URI.create(server.endpoint() + "/batch/?v=1");
    }
}
