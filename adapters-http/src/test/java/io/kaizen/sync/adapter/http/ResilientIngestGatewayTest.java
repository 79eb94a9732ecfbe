package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.testkit.AttemptRecorder;
import io.kaizen.sync.testkit.AttemptRecorder.Retried;
import io.kaizen.sync.testkit.SampleBatches;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResilientIngestGatewayTest {

    private static final IngestOutcome FAILURE = new ServerError(503, "");
    private static final IngestOutcome THROTTLED = new RateLimited(Optional.empty(), "");
    private static final Batch BATCH = SampleBatches.events(1);
    private static final IdempotencyKey FIRST = newKey();
    private static final IdempotencyKey SECOND = newKey();
    private static final int RETRIES = 3;

    private final RetryPolicy policy = new RetryPolicy(
            new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), RETRIES, Duration.ofMinutes(5));
    private final Wire wire = new Wire();
    private final AttemptRecorder journal = new AttemptRecorder(FIRST, SECOND);
    private final Clockwork sleeper = new Clockwork();
    private final IngestGateway gateway = new ResilientIngestGateway(wire, policy, 0, sleeper, new LeastJitter());

    @Test
    void anOutcomeThatIsNoFailureIsReturnedAtOnce() {
        wire.answers(Accepted.UNCOUNTED);

        assertThat(send(gateway)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(wire.keys).containsExactly(FIRST);
        assertThat(sleeper.waits).isEmpty();
    }

    @Test
    void aFailureIsRetriedAfterTheWaitAndUnderTheKeyThatIsOnDiskThen() {
        wire.answers(FAILURE, FAILURE, Accepted.UNCOUNTED);

        assertThat(send(gateway)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(wire.keys).containsExactly(FIRST, SECOND, SECOND);
        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(journal.retried())
                .containsExactly(
                        new Retried(FAILURE, Duration.ofMillis(100)), new Retried(FAILURE, Duration.ofMillis(200)));
    }

    @Test
    void theNextAttemptIsOnDiskBeforeTheWait() {
        wire.answers(FAILURE, Accepted.UNCOUNTED);
        sleeper.atWait = () -> assertThat(journal.retried()).hasSize(1);

        send(gateway);

        assertThat(sleeper.waits).hasSize(1);
    }

    @Test
    void theLastFailureIsReturnedWhenTheAttemptsAreUsedUp() {
        for (int i = 0; i <= RETRIES; i++) {
            wire.answers(FAILURE);
        }

        assertThat(send(gateway)).isEqualTo(FAILURE);
        assertThat(wire.keys).hasSize(RETRIES + 1);
        assertThat(journal.retried()).hasSize(RETRIES);
    }

    @Test
    void attemptsOfEarlierCallsCountAndTheWaitGoesOnGrowing() {
        journal.afterFailures(RETRIES - 1);
        wire.answers(FAILURE, FAILURE);

        assertThat(send(gateway)).isEqualTo(FAILURE);
        assertThat(wire.keys).hasSize(2);
        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(400));
    }

    @Test
    void aServerThatAsksForAPauseEndsTheCall() {
        wire.answers(FAILURE, THROTTLED);

        assertThat(send(gateway)).isEqualTo(THROTTLED);
        assertThat(journal.retried()).hasSize(1);
    }

    @Test
    void aStopDuringAWaitIsTheEndAndTheLastOutcomeStands() {
        wire.answers(FAILURE);
        sleeper.stopAtWait(1);

        assertThat(send(gateway)).isEqualTo(FAILURE);
        assertThat(wire.keys).hasSize(1);
    }

    @Test
    void whatTheJournalThrowsPassesThrough() {
        wire.answers(FAILURE);
        AttemptJournal broken = new AttemptJournal() {
            @Override
            public IdempotencyKey begin() {
                return FIRST;
            }

            @Override
            public int failures() {
                return 0;
            }

            @Override
            public void retry(IngestOutcome failure, Duration delay) {
                throw new IllegalStateException("disk full");
            }
        };

        assertThatThrownBy(() -> gateway.prepare(BATCH).send(broken)).hasMessage("disk full");
        assertThat(wire.keys).hasSize(1);
    }

    @Nested
    class WithALimitOfRequests {

        private static final double ONE_IN_SEVENTEEN_MINUTES = 0.001;

        private final IngestGateway limited =
                new ResilientIngestGateway(wire, policy, ONE_IN_SEVENTEEN_MINUTES, sleeper, new LeastJitter());

        @Test
        void theFirstGoesOutAtOnceAndTheNextWaitsForItsTurn() {
            wire.answers(Accepted.UNCOUNTED, Accepted.UNCOUNTED);

            send(limited);
            assertThat(sleeper.waits).isEmpty();
            send(limited);

            assertThat(sleeper.waits)
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(800), Duration.ofSeconds(1000)));
            assertThat(wire.keys).hasSize(2);
        }

        @Test
        void retriesCountToo() {
            wire.answers(FAILURE, Accepted.UNCOUNTED);

            assertThat(send(limited)).isEqualTo(Accepted.UNCOUNTED);
            assertThat(sleeper.waits).hasSize(2).first().isEqualTo(Duration.ofMillis(100));
            assertThat(sleeper.waits.get(1)).isGreaterThan(Duration.ofSeconds(800));
        }

        @Test
        void aStopBeforeTheFirstTurnMeansThatNothingArrived() {
            wire.answers(Accepted.UNCOUNTED);
            send(limited);
            sleeper.stopAtWait(1);

            IngestOutcome outcome = send(limited);

            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(outcome.isAmbiguous()).isFalse();
            assertThat(wire.keys).hasSize(1);
            assertThat(journal.begun()).isEqualTo(1);
        }

        @Test
        void aStopBeforeALaterTurnLeavesTheLastOutcome() {
            wire.answers(FAILURE);
            sleeper.stopAtWait(2);

            assertThat(send(limited)).isEqualTo(FAILURE);
            assertThat(wire.keys).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.0009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void limitsThatAreNoneAreRefused(double perSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResilientIngestGateway(wire, policy, perSecond, sleeper, new LeastJitter()));
    }

    private IngestOutcome send(IngestGateway to) {
        return to.prepare(BATCH).send(journal);
    }

    private static IdempotencyKey newKey() {
        return new IdempotencyKey(UUID.randomUUID());
    }

    /** Draws zero. */
    private static final class LeastJitter implements RandomGenerator {

        @Override
        public long nextLong() {
            return 0;
        }
    }

    /** A gateway that makes one attempt: answers as told, and remembers the keys. */
    private static final class Wire implements IngestGateway {

        private final Deque<IngestOutcome> outcomes = new ArrayDeque<>();
        private final List<IdempotencyKey> keys = new ArrayList<>();

        void answers(IngestOutcome... next) {
            outcomes.addAll(List.of(next));
        }

        @Override
        public PreparedBatch prepare(Batch batch) {
            assertThat(batch).isSameAs(BATCH);
            return one -> {
                keys.add(one.begin());
                return outcomes.remove();
            };
        }
    }

    /** Waits for nothing, and is told when to stop. */
    private static final class Clockwork implements Sleeper {

        private final List<Duration> waits = new ArrayList<>();
        private int stopAt = Integer.MAX_VALUE;
        private Runnable atWait = () -> {};

        /** The {@code number}-th wait from now on is broken off. */
        void stopAtWait(int number) {
            stopAt = waits.size() + number;
        }

        @Override
        public boolean sleep(Duration duration) {
            waits.add(duration);
            atWait.run();
            return !isStopRequested();
        }

        @Override
        public boolean isStopRequested() {
            return waits.size() >= stopAt;
        }
    }
}
