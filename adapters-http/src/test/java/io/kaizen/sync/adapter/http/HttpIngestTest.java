package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.AttemptRecorder;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIngestTest {

    private static final RetryPolicy ONE_ATTEMPT =
            new RetryPolicy(new BackoffPolicy(Duration.ofMillis(1), Duration.ofMillis(1)), 0, Duration.ZERO);

    private static final Secret TOKEN = Secret.of("t0ken");

    @Test
    void sendsABatchWithTheTokenToTheServerThatItWasGiven() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start();
                HttpIngest ingest = HttpIngest.to(server.endpoint() + "/", TOKEN)) {
            server.reply(Answer.of(202));

            IngestOutcome outcome =
                    gateway(ingest).prepare(SampleBatches.events(2)).send(once());

            assertThat(outcome).isInstanceOf(IngestOutcome.Accepted.class);
            assertThat(ingest.url()).isEqualTo(server.endpoint());
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.header("Authorization")).containsExactly("Bearer t0ken");
                assertThat(request.header("X-Kaizen-Client"))
                        .singleElement()
                        .satisfies(client -> assertThat(client).startsWith("kaizen-sync-java/"));
            });
        }
    }

    @Test
    void asksForARotatedTokenAtEachRequest() throws Exception {
        AtomicReference<Secret> token = new AtomicReference<>(TOKEN);
        try (ScriptedIngest server = ScriptedIngest.start();
                HttpIngest ingest = HttpIngest.builder(server.endpoint(), TOKEN)
                        .token(token::get)
                        .build()) {
            server.reply(Answer.of(202), Answer.of(202));
            IngestGateway gateway = gateway(ingest);
            gateway.prepare(SampleBatches.events(1)).send(once());

            token.set(Secret.of("r0tated"));
            gateway.prepare(SampleBatches.events(1)).send(once());

            assertThat(server.requests().get(1).header("Authorization")).containsExactly("Bearer r0tated");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ingest.example",
                "http://127.0.0.1.example",
                "http://10.0.0.1:9999",
                "HTTP://[2001:db8::1]"
            })
    void doesNotLetTheTokenTravelInTheClear(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpIngest.to(endpoint, TOKEN))
                .withMessageContaining("allowInsecure")
                .withMessageNotContaining("t0ken");

        assertThatCode(() ->
                        HttpIngest.builder(endpoint, TOKEN).allowInsecure(true).build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9999",
                "http://127.0.0.1",
                "http://127.255.0.1",
                "http://[::1]:80",
                "https://ingest.example"
            })
    void letsItTravelWhereNobodyElseCanReadIt(String endpoint) {
        assertThatCode(() -> HttpIngest.to(endpoint, TOKEN)).doesNotThrowAnyException();
    }

    @Test
    void aRequestTimeoutIsALimitOnConnectingToo() {
        HttpIngest ingest = HttpIngest.builder("https://ingest.example", TOKEN)
                .requestTimeout(Duration.ofSeconds(3))
                .build();

        assertThat(ingest.requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void wrongChoicesAreRefusedWhenItIsBuilt() {
        HttpIngestBuilder builder = HttpIngest.builder("https://ingest.example", TOKEN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxRequestsPerSecond(-1).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxRequestsPerSecond(0).gzipLevel(10).build());
    }

    @Test
    void onceClosedItSendsNothingThroughGatewaysOldAndNew() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            HttpIngest ingest = HttpIngest.to(server.endpoint(), TOKEN);
            IngestGateway old = gateway(ingest);
            ingest.close();
            ingest.close();

            assertThat(old.prepare(SampleBatches.events(1)).send(once())).isInstanceOf(Unreachable.class);
            assertThat(gateway(ingest).prepare(SampleBatches.events(1)).send(once()))
                    .isInstanceOf(Unreachable.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void asksTheServerForConfigurationWithTheToken() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start();
                HttpIngest ingest = HttpIngest.to(server.endpoint(), TOKEN)) {
            server.replyToGet(Answer.of(200).withBody("{\"events_per_batch_max\": 10}"));

            assertThat(ingest.config().ask())
                    .isInstanceOfSatisfying(
                            Said.class, said -> assertThat(said.overrides()).hasToString("events_per_batch_max = 10"));
            assertThat(server.gets()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/v1/config");
                assertThat(request.header("Authorization")).containsExactly("Bearer t0ken");
            });
        }
    }

    @Test
    void onceClosedItAsksNothingAnyMore() throws Exception {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            HttpIngest ingest = HttpIngest.to(server.endpoint(), TOKEN);
            IngestConfig old = ingest.config();
            ingest.close();

            assertThat(old.ask()).isInstanceOf(Unavailable.class);
            assertThat(ingest.config().ask()).isInstanceOf(Unavailable.class);
            assertThat(server.gets()).isEmpty();
        }
    }

    private static IngestGateway gateway(HttpIngest ingest) {
        return ingest.gateway(ONE_ATTEMPT, new NoSleep(), InstantSource.system(), new SplittableRandom(1));
    }

    private static AttemptJournal once() {
        return new AttemptRecorder(new IdempotencyKey(new UUID(0x7000, 1)));
    }

    private static final class NoSleep implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    }
}
