package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.policy.Verdict.Isolate;
import io.kaizen.sync.domain.policy.Verdict.SetAside;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cells of the judging table in which the server refuses rows, for both values of {@code on_poison}. */
class JudgePoisonTest {

    private static final IdempotencyKey KEY = new IdempotencyKey(new UUID(7, 7));
    private static final AttemptHistory FRESH = AttemptHistory.fresh(KEY);
    private static final AttemptHistory AMBIGUOUS = AttemptHistory.resumed(KEY);

    @Nested
    class DeadLetter {

        @ParameterizedTest
        @ValueSource(ints = {400, 422})
        void aRefusedBatchIsIsolatedWithTheServersHint(int status) {
            ClientError refused = new ClientError(status, "no", Optional.of("events[17]"));

            assertThat(judged(refused, 500, FRESH)).isEqualTo(new Isolate(Optional.of("events[17]")));
            assertThat(judged(refused, 2, FRESH)).isEqualTo(new Isolate(Optional.of("events[17]")));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 422})
        void aRowRefusedAloneIsSetAside(int status) {
            assertThat(judged(new ClientError(status, "ts_ms"), 1, FRESH))
                    .isEqualTo(new SetAside(PoisonReason.REJECTED, "ts_ms"));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 422})
        void aRefusalSettlesABatchThatMayHaveArrivedBefore(int status) {
            assertThat(judged(new ClientError(status, "no"), 3, AMBIGUOUS)).isEqualTo(new Isolate(Optional.empty()));
            assertThat(judged(new ClientError(status, "no"), 1, AMBIGUOUS)).isInstanceOf(SetAside.class);
        }

        @Test
        void aRowThatIsTooLargeAloneIsSetAside() {
            assertThat(judged(new TooLarge("max 1 MB"), 1, FRESH))
                    .isEqualTo(new SetAside(PoisonReason.TOO_LARGE, "max 1 MB"));
        }

        @ParameterizedTest
        @ValueSource(ints = {401, 402, 403, 404, 405, 409, 415, 423, 451})
        void noOther4xxBlamesTheRows(int status) {
            assertThat(judged(new ClientError(status, "no"), 1, FRESH)).isInstanceOf(Halt.class);
        }

        private Verdict judged(IngestOutcome outcome, int rows, AttemptHistory attempts) {
            return JudgePoisonTest.judged(OnPoison.DEAD_LETTER, outcome, rows, attempts);
        }
    }

    @Nested
    class StopAsTheReferenceDoes {

        @ParameterizedTest
        @ValueSource(ints = {400, 422})
        void aRefusalStopsTheKind(int status) {
            Stop stop =
                    Stop.of(StopReason.REJECTED, "HTTP client error " + status).withDetail("no");

            assertThat(judged(new ClientError(status, "no"), 3, FRESH)).isEqualTo(stopOfKind(stop));
            assertThat(judged(new ClientError(status, "no"), 1, FRESH)).isEqualTo(stopOfKind(stop));
            assertThat(judged(new ClientError(status, "no"), 3, AMBIGUOUS)).isEqualTo(stopOfKind(stop));
        }

        @Test
        void aRowThatIsTooLargeAloneStopsTheKind() {
            Stop stop = Stop.of(StopReason.TOO_LARGE, "413: single event too large for server")
                    .withDetail("max 1 MB");

            assertThat(judged(new TooLarge("max 1 MB"), 1, FRESH)).isEqualTo(stopOfKind(stop));
        }

        @Test
        void aBatchThatIsTooLargeIsSplitAllTheSame() {
            assertThat(judged(new TooLarge("max 1 MB"), 2, FRESH)).isEqualTo(new Split());
        }

        private Halt stopOfKind(Stop stop) {
            return new Halt(stop, Scope.KIND, ClaimFate.RELEASE);
        }

        private Verdict judged(IngestOutcome outcome, int rows, AttemptHistory attempts) {
            return JudgePoisonTest.judged(OnPoison.STOP, outcome, rows, attempts);
        }
    }

    private static Verdict judged(OnPoison onPoison, IngestOutcome outcome, int rows, AttemptHistory attempts) {
        RetryPolicy retries = new RetryPolicy(
                new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5));
        Situation situation = new Situation(rows, attempts, Duration.ZERO, Instant.parse("2026-11-23T10:00:00Z"), 0);
        return new Judge(retries, new CommitPolicy(true), onPoison).judge(outcome, situation);
    }
}
