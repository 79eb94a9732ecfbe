package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.testkit.AttemptRecorder.Retried;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link IngestGateway} owes to the flush, whatever it speaks with its server. A gateway may retry failures, as {@link #RETRIES}
 * says here, or make one attempt: both keep the contract.
 */
public abstract class IngestGatewayContract {

    /** For gateways that retry. */
    protected static final RetryPolicy RETRIES =
            new RetryPolicy(new BackoffPolicy(Duration.ofMillis(2), Duration.ofMillis(4)), 2, Duration.ZERO);

    private static final IngestOutcome TROUBLE = new ServerError(503, "why");

    private GatewayUnderTest it;

    /** A gateway whose server has not been asked anything yet. */
    protected abstract GatewayUnderTest newGateway() throws Exception;

    @BeforeEach
    void openGateway() throws Exception {
        it = newGateway();
    }

    @AfterEach
    void closeGateway() {
        it.close();
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                argumentSet("accepted", new Accepted(2, 1)),
                argumentSet("known", new Conflict(Conflict.Meaning.STORED_BEFORE, "")),
                argumentSet("too large", new TooLarge("why")),
                argumentSet("told to wait", new RateLimited(Optional.of(Duration.ofSeconds(7)), "why")),
                argumentSet("not authorized", new Unauthorized("why")),
                argumentSet("refused", new ClientError(422, "why")));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void e7_anAnswerIsAnOutcomeAndCostsOneAttempt(IngestOutcome outcome) {
        it.answer(outcome);
        AttemptRecorder journal = new AttemptRecorder(key(0));

        assertThat(send(journal)).isEqualTo(outcome);

        assertThat(it.keys()).containsExactly(key(0));
        assertThat(journal.begun()).isEqualTo(1);
        assertThat(journal.retried()).isEmpty();
    }

    @Test
    void e7_aServerThatIsNotThereIsAnOutcomeToo() {
        it.vanish();

        IngestOutcome outcome = send(new AttemptRecorder(key(0)));

        assertThat(outcome).isInstanceOf(Unreachable.class);
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    @Test
    void e7_aRetryIsRecordedBeforeItIsMadeAndGoesUnderTheKeyThatItIsGiven() {
        it.answer(TROUBLE, TROUBLE, new Accepted(2, 0));
        AttemptRecorder journal = new AttemptRecorder(key(0), key(0), key(5));

        IngestOutcome last = send(journal);

        if (journal.retried().isEmpty()) {
            assertThat(last).isEqualTo(TROUBLE);
            assertThat(it.keys()).as("makes one attempt").containsExactly(key(0));
        } else {
            assertThat(last).isEqualTo(new Accepted(2, 0));
            assertThat(it.keys()).containsExactly(key(0), key(0), key(5));
            assertThat(journal.retried()).extracting(Retried::failure).containsExactly(TROUBLE, TROUBLE);
            assertThat(journal.retried())
                    .extracting(Retried::delay)
                    .allMatch(delay -> delay.compareTo(RETRIES.backoff().cap()) <= 0 && !delay.isZero());
        }
    }

    @Test
    void e7_theLastFailureIsTheOutcomeWhenTheAttemptsAreUsedUp() {
        it.answer(TROUBLE, TROUBLE, TROUBLE, new Accepted(2, 0));
        AttemptRecorder journal = new AttemptRecorder(key(0));

        assertThat(send(journal)).isEqualTo(TROUBLE);

        assertThat(journal.begun()).isIn(1, RETRIES.maxFailures() + 1);
        assertThat(journal.retried()).hasSize(journal.begun() - 1);
    }

    @Test
    void e7_attemptsOfEarlierCallsCountToo() {
        it.answer(TROUBLE, new Accepted(2, 0));

        assertThat(send(new AttemptRecorder(key(0)).afterFailures(RETRIES.maxFailures())))
                .isEqualTo(TROUBLE);

        assertThat(it.keys()).hasSize(1);
    }

    @Test
    void e7_aServerThatAsksForAPauseIsNotRetried() {
        IngestOutcome asks = new ServerError(503, "why", Optional.of(Duration.ofSeconds(7)));
        it.answer(asks, new Accepted(2, 0));

        assertThat(send(new AttemptRecorder(key(0)))).isEqualTo(asks);
    }

    @Test
    void e7_whatTheJournalThrowsPassesThrough() {
        it.answer(TROUBLE);
        IllegalStateException thrown = new IllegalStateException("the disk is gone");

        assertThatThrownBy(() -> send(new AttemptJournal() {
                    @Override
                    public IdempotencyKey begin() {
                        throw thrown;
                    }

                    @Override
                    public int failures() {
                        return 0;
                    }

                    @Override
                    public void retry(IngestOutcome failure, Duration delay) {}
                }))
                .isSameAs(thrown);
        assertThat(it.keys()).as("nothing is sent that is not on disk").isEmpty();
    }

    @Test
    void e7_aPreparedBatchCanBeSentAgain() {
        it.answer(new TooLarge("why"), new Accepted(2, 0));
        PreparedBatch batch = it.gateway().prepare(SampleBatches.events(2));

        assertThat(batch.send(new AttemptRecorder(key(0)))).isEqualTo(new TooLarge("why"));
        assertThat(batch.send(new AttemptRecorder(key(1)))).isEqualTo(new Accepted(2, 0));
        assertThat(it.keys()).containsExactly(key(0), key(1));
    }

    @Test
    void e7_itIsGoodForFurtherBatchesAfterAnyAnswer() {
        List<IngestOutcome> all =
                outcomes().map(each -> (IngestOutcome) each.get()[0]).toList();

        for (IngestOutcome outcome : all) {
            it.answer(outcome, new Accepted(2, 0));
            assertThat(send(new AttemptRecorder(key(0)))).isEqualTo(outcome);
            assertThat(send(new AttemptRecorder(key(0)))).isEqualTo(new Accepted(2, 0));
        }
    }

    @Test
    void e7_severalThreadsCanSend() throws Exception {
        int threads = 4;
        it.answer(IntStream.range(0, threads).mapToObj(i -> new Accepted(2, 0)).toArray(IngestOutcome[]::new));

        List<CompletableFuture<IngestOutcome>> sent = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            sent.add(CompletableFuture.supplyAsync(() -> send(new AttemptRecorder(key(0)))));
        }

        for (CompletableFuture<IngestOutcome> each : sent) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(new Accepted(2, 0));
        }
        assertThat(it.keys()).hasSize(threads);
    }

    private IngestOutcome send(AttemptJournal journal) {
        return it.gateway().prepare(SampleBatches.events(2)).send(journal);
    }

    private static IdempotencyKey key(int n) {
        return new IdempotencyKey(new UUID(0x7000, n));
    }
}
