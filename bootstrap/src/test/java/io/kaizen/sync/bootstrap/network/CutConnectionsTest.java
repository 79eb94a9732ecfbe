package io.kaizen.sync.bootstrap.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.HttpIngestGateway;
import io.kaizen.sync.adapter.http.HttpIngestSettings;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.AttemptRecorder;
import io.kaizen.sync.testkit.RoughLine;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.Weather;
import io.kaizen.sync.testkit.Weather.Cut;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that breaks at every single byte there is, between our client and our server. */
@Timeout(120)
class CutConnectionsTest {

    private static final Secret TOKEN = Secret.of(IngestServerSettings.DEMO_TOKEN);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private IngestServer server;
    private RoughLine line;
    private HttpIngestGateway pastTheLine;

    /** What the line has carried of a request and of its answer. */
    private record Lengths(long request, long answer) {}

    @BeforeEach
    void start() throws Exception {
        server = IngestServer.start(IngestServerSettings.builder().token(TOKEN).build());
        line = RoughLine.to(server.url().toString());
        pastTheLine = gatewayTo(server.url().toString());
    }

    @AfterEach
    void stop() {
        pastTheLine.close();
        line.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void f56_aRequestThatIsCutAfterAnyByteIsStoredOnceInTheEnd(Cut cut) {
        Lengths whole = lengthsOfOneExchange();

        for (int bytes = 0; bytes < whole.request(); bytes++) {
            Batch batch = batch(bytes);
            IdempotencyKey key = newKey();
            line.next(Weather.cutUpAfter(bytes, cut));

            IngestOutcome outcome = send(batch, key);

            assertThat(outcome).as("cut after %d bytes", bytes).isInstanceOf(Unreachable.class);
            assertThat(sendAgain(batch, outcome.isAmbiguous() ? key : newKey()))
                    .as("again after %d bytes", bytes)
                    .isInstanceOfAny(Accepted.class, Conflict.class);
        }

        assertStoredOnce(whole.request() + 1);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void f9_f56_anAnswerThatIsCutAfterAnyByteIsProofOrLeadsToTheSameKey(Cut cut) {
        Lengths whole = lengthsOfOneExchange();

        for (int bytes = 0; bytes < whole.answer(); bytes++) {
            Batch batch = batch(bytes);
            IdempotencyKey key = newKey();
            line.next(Weather.cutDownAfter(bytes, cut));

            IngestOutcome outcome = send(batch, key);

            if (!(outcome instanceof Accepted)) {
                assertThat(outcome.isAmbiguous())
                        .as("cut after %d bytes", bytes)
                        .isTrue();
                assertThat(sendAgain(batch, key))
                        .as("again after %d bytes", bytes)
                        .isInstanceOfSatisfying(
                                Conflict.class,
                                conflict -> assertThat(conflict.meaning()).isEqualTo(Meaning.STORED_BEFORE));
            }
        }

        assertStoredOnce(whole.answer() + 1);
    }

    private Lengths lengthsOfOneExchange() {
        assertThat(send(batch(1_000_000), newKey())).isInstanceOf(Accepted.class);
        return new Lengths(line.carriedUp(), line.carriedDown());
    }

    /** Another row for each number, all of one length; of a kind that the server knows by its key only. */
    private static Batch batch(long number) {
        return SampleBatches.of(
                BatchKind.WORKSPACE_FACTS,
                String.format(Locale.ROOT, "{\"skill_slugs\":[\"%07d\"],\"rule_slugs\":[]}", number));
    }

    /** Over the line, and a connection of its own. */
    private IngestOutcome send(Batch batch, IdempotencyKey key) {
        try (HttpIngestGateway gateway = gatewayTo(line.endpoint())) {
            return gateway.prepare(batch).send(under(key));
        }
    }

    private IngestOutcome sendAgain(Batch batch, IdempotencyKey key) {
        return pastTheLine.prepare(batch).send(under(key));
    }

    private static HttpIngestGateway gatewayTo(String endpoint) {
        HttpIngestSettings settings = new HttpIngestSettings(endpoint, () -> TOKEN, PATIENCE, PATIENCE, 6, "1.2.3");
        return new HttpIngestGateway(settings, InstantSource.system());
    }

    private void assertStoredOnce(long batches) {
        KindTally tally = server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS);
        assertThat(tally.distinct()).isEqualTo(batches);
        assertThat(tally.doubled()).isZero();
    }

    private static IdempotencyKey newKey() {
        return new IdempotencyKey(UUID.randomUUID());
    }

    private static AttemptJournal under(IdempotencyKey key) {
        return new AttemptRecorder(key);
    }
}
