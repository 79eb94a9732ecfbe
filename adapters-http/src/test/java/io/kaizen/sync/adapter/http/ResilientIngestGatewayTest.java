package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.testkit.SampleBatches;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResilientIngestGatewayTest {

    private static final IngestOutcome FAILURE = new ServerError(503, "");
    private static final IngestOutcome THROTTLED = new RateLimited(Optional.empty(), "");
    private static final Attempts.Next DONE = new Attempts.Done();
    private static final Batch BATCH = SampleBatches.events(1);

    private final Wire wire = new Wire();
    private final Plan plan = new Plan();
    private final Clockwork sleeper = new Clockwork();
    private final IngestGateway gateway = new ResilientIngestGateway(wire, 0, sleeper);

    @Test
    void anOutcomeThatIsTheEndIsReturnedAtOnce() {
        wire.answers(Accepted.UNCOUNTED);
        plan.says(DONE);

        assertThat(gateway.send(BATCH, plan)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(wire.keys).containsExactly(plan.key());
        assertThat(sleeper.waits).isEmpty();
    }

    @Test
    void eachFurtherPostComesAfterTheWaitAndUnderTheKeyThatTheAttemptsName() {
        IdempotencyKey fresh = newKey();
        wire.answers(FAILURE, THROTTLED, Accepted.UNCOUNTED);
        plan.says(again(Duration.ofMillis(150), fresh), again(Duration.ofSeconds(7), fresh), DONE);

        assertThat(gateway.send(BATCH, plan)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(plan.heard).containsExactly(FAILURE, THROTTLED, Accepted.UNCOUNTED);
        assertThat(wire.keys).containsExactly(plan.key(), fresh, fresh);
        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(150), Duration.ofSeconds(7));
    }

    @Test
    void theLastOutcomeIsReturnedWhereTheAttemptsAreUsedUp() {
        wire.answers(FAILURE, THROTTLED);
        plan.says(again(Duration.ofMillis(1), newKey()), DONE);

        assertThat(gateway.send(BATCH, plan)).isEqualTo(THROTTLED);
    }

    @Test
    void thereIsNoLimitOfItsOwn() {
        for (int i = 0; i < 5000; i++) {
            wire.answers(THROTTLED);
            plan.says(again(Duration.ofHours(1), newKey()));
        }
        wire.answers(Accepted.UNCOUNTED);
        plan.says(DONE);

        assertThat(gateway.send(BATCH, plan)).isEqualTo(Accepted.UNCOUNTED);
        assertThat(wire.keys).hasSize(5001);
    }

    @Test
    void waitsAreRoundedUp() {
        wire.answers(FAILURE, FAILURE, Accepted.UNCOUNTED);
        plan.says(again(Duration.ofNanos(1_000_001), newKey()), again(Duration.ZERO, newKey()), DONE);

        gateway.send(BATCH, plan);

        assertThat(sleeper.waits).containsExactly(Duration.ofMillis(2), Duration.ZERO);
    }

    @Test
    void aStopDuringAWaitIsTheEndAndTheLastOutcomeStands() {
        wire.answers(FAILURE);
        plan.says(again(Duration.ofSeconds(30), newKey()));
        sleeper.stopAtWait(1);

        assertThat(gateway.send(BATCH, plan)).isEqualTo(FAILURE);
        assertThat(wire.keys).hasSize(1);
    }

    @Test
    void whatTheAttemptsThrowPassesThrough() {
        wire.answers(FAILURE);
        Attempts broken = new Attempts() {
            @Override
            public IdempotencyKey key() {
                return plan.key();
            }

            @Override
            public Next after(IngestOutcome outcome) {
                throw new IllegalStateException("disk full");
            }
        };

        assertThatThrownBy(() -> gateway.send(BATCH, broken)).hasMessage("disk full");
    }

    @Nested
    class WithALimitOfRequests {

        private static final double ONE_IN_SEVENTEEN_MINUTES = 0.001;

        private final IngestGateway limited = new ResilientIngestGateway(wire, ONE_IN_SEVENTEEN_MINUTES, sleeper);

        @Test
        void theFirstGoesOutAtOnceAndTheNextWaitsForItsTurn() {
            wire.answers(Accepted.UNCOUNTED, Accepted.UNCOUNTED);
            plan.says(DONE, DONE);

            limited.send(BATCH, plan);
            assertThat(sleeper.waits).isEmpty();
            limited.send(BATCH, plan);

            assertThat(sleeper.waits)
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(800), Duration.ofSeconds(1000)));
            assertThat(wire.keys).hasSize(2);
        }

        @Test
        void retriesCountToo() {
            wire.answers(FAILURE, Accepted.UNCOUNTED);
            plan.says(again(Duration.ofMillis(200), newKey()), DONE);

            assertThat(limited.send(BATCH, plan)).isEqualTo(Accepted.UNCOUNTED);
            assertThat(sleeper.waits).hasSize(2).first().isEqualTo(Duration.ofMillis(200));
            assertThat(sleeper.waits.get(1)).isGreaterThan(Duration.ofSeconds(800));
        }

        @Test
        void aStopBeforeTheFirstTurnMeansThatNothingArrived() {
            wire.answers(Accepted.UNCOUNTED);
            plan.says(DONE);
            limited.send(BATCH, plan);
            sleeper.stopAtWait(1);

            IngestOutcome outcome = limited.send(BATCH, plan);

            assertThat(outcome).isInstanceOf(Unreachable.class);
            assertThat(outcome.isAmbiguous()).isFalse();
            assertThat(wire.keys).hasSize(1);
            assertThat(plan.heard).hasSize(1);
        }

        @Test
        void aStopBeforeALaterTurnLeavesTheLastOutcome() {
            wire.answers(FAILURE);
            plan.says(again(Duration.ofMillis(200), newKey()));
            sleeper.stopAtWait(2);

            assertThat(limited.send(BATCH, plan)).isEqualTo(FAILURE);
            assertThat(wire.keys).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.0009, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void limitsThatAreNoneAreRefused(double perSecond) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResilientIngestGateway(wire, perSecond, sleeper));
    }

    private static Attempts.Next again(Duration delay, IdempotencyKey key) {
        return new Attempts.Again(delay, key);
    }

    private static IdempotencyKey newKey() {
        return new IdempotencyKey(UUID.randomUUID());
    }

    /** A gateway that sends once: answers as told, and remembers the keys. */
    private static final class Wire implements IngestGateway {

        private final Deque<IngestOutcome> outcomes = new ArrayDeque<>();
        private final List<IdempotencyKey> keys = new ArrayList<>();

        void answers(IngestOutcome... next) {
            outcomes.addAll(List.of(next));
        }

        @Override
        public IngestOutcome send(Batch batch, Attempts attempts) {
            assertThat(batch).isSameAs(BATCH);
            keys.add(attempts.key());
            return outcomes.remove();
        }
    }

    /** Attempts that say what they were told to say. */
    private static final class Plan implements Attempts {

        private final IdempotencyKey first = newKey();
        private final Deque<Next> script = new ArrayDeque<>();
        private final List<IngestOutcome> heard = new ArrayList<>();

        void says(Next... next) {
            script.addAll(List.of(next));
        }

        @Override
        public IdempotencyKey key() {
            return first;
        }

        @Override
        public Next after(IngestOutcome outcome) {
            heard.add(outcome);
            return script.remove();
        }
    }

    /** Waits for nothing, and is told when to stop. */
    private static final class Clockwork implements Sleeper {

        private final List<Duration> waits = new ArrayList<>();
        private int stopAt = Integer.MAX_VALUE;

        /** The {@code number}-th wait from now on is broken off. */
        void stopAtWait(int number) {
            stopAt = waits.size() + number;
        }

        @Override
        public boolean sleep(Duration duration) {
            waits.add(duration);
            return !isStopRequested();
        }

        @Override
        public boolean isStopRequested() {
            return waits.size() >= stopAt;
        }
    }
}
