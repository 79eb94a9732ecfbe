package io.kaizen.sync.domain.policy;

import static io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate.KEEP;
import static io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate.RELEASE;
import static io.kaizen.sync.domain.policy.Verdict.Halt.Scope.DESTINATION;
import static io.kaizen.sync.domain.policy.Verdict.Halt.Scope.FLUSH;
import static io.kaizen.sync.domain.policy.Verdict.Halt.Scope.KIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.IdempotencyKey;
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
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.policy.Verdict.Wait;
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

/** One test per cell of the judging table: an outcome in a situation, and the verdict. */
class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.750Z");
    private static final IdempotencyKey KEY = new IdempotencyKey(new UUID(7, 7));
    private static final IdempotencyKey OTHER_KEY = new IdempotencyKey(new UUID(8, 8));
    private static final int LAST_FAILURE = 12;

    private static final RetryPolicy RETRIES = new RetryPolicy(
            new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), LAST_FAILURE, Duration.ofMinutes(5));

    private final Judge judge = new Judge(RETRIES, new CommitPolicy(true), OnPoison.DEAD_LETTER);

    @Nested
    class Accepted202 {

        @Test
        void commits() {
            assertThat(judged(new Accepted(500, 0))).isEqualTo(new Commit());
        }

        @Test
        void commitsWhateverTheServerCounted() {
            assertThat(judged(new Accepted(1, 0))).isEqualTo(new Commit());
            assertThat(judged(Accepted.UNCOUNTED)).isEqualTo(new Commit());
        }

        @Test
        void settlesABatchThatMayHaveArrivedBefore() {
            assertThat(afterAmbiguity(new Accepted(0, 500))).isEqualTo(new Commit());
        }
    }

    @Nested
    class Conflict409 {

        @Test
        void ofAStoredBatchCommits() {
            assertThat(judged(conflict(Meaning.STORED_BEFORE))).isEqualTo(new Commit());
            assertThat(afterAmbiguity(conflict(Meaning.STORED_BEFORE))).isEqualTo(new Commit());
        }

        @Test
        void ofABurntKeyIsRetriedUnderAFreshOne() {
            assertRetried(conflict(Meaning.KEY_BURNT), AttemptHistory.fresh(KEY), OTHER_KEY);
        }

        @Test
        void ofABurntKeySettlesAnAmbiguousBatchToo() {
            assertRetried(conflict(Meaning.KEY_BURNT), AttemptHistory.resumed(KEY), OTHER_KEY);
        }

        @Test
        void thatCannotBeReadIsRetriedUnderTheSameKey() {
            assertRetried(conflict(Meaning.UNKNOWN), AttemptHistory.fresh(KEY), KEY);
        }

        @Test
        void stopsTheDestinationWhenRetriesAreUsedUp() {
            assertHalt(
                    exhausted(conflict(Meaning.KEY_BURNT)),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 409 (exhausted retries)",
                    DESTINATION,
                    RELEASE);
            assertHalt(
                    exhausted(conflict(Meaning.UNKNOWN)),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 409 (exhausted retries)",
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class TooLarge413 {

        @Test
        void splitsABatchOfSeveralRows() {
            assertThat(judged(new TooLarge("big"), 2)).isEqualTo(new Split());
            assertThat(judged(new TooLarge("big"), 500)).isEqualTo(new Split());
        }

        @Test
        void splitsAnAmbiguousBatchToo() {
            assertThat(afterAmbiguity(new TooLarge("big"))).isEqualTo(new Split());
        }
    }

    @Nested
    class RateLimited429 {

        @Test
        void waitsAsLongAsTheServerSays() {
            assertThat(judged(rateLimited(Duration.ofSeconds(9)))).isEqualTo(new Wait(Duration.ofSeconds(9)));
        }

        @Test
        void waitsTwoSecondsWhereTheServerDoesNotSay() {
            assertThat(judged(new RateLimited(Optional.empty(), ""))).isEqualTo(new Wait(Duration.ofSeconds(2)));
        }

        @Test
        void waitsASecondAtLeast() {
            assertThat(judged(rateLimited(Duration.ZERO))).isEqualTo(new Wait(Duration.ofSeconds(1)));
        }

        @Test
        void keepsTheKeyOfABatchThatMayHaveArrivedBefore() {
            assertThat(afterAmbiguity(rateLimited(Duration.ofSeconds(9)))).isEqualTo(new Wait(Duration.ofSeconds(9)));
        }

        @Test
        void doesNotCountTowardsTheRetries() {
            assertThat(exhausted(rateLimited(Duration.ofSeconds(9)))).isEqualTo(new Wait(Duration.ofSeconds(9)));
        }

        @Test
        void waitsUpToTheLimitExactly() {
            assertThat(judged(rateLimited(Duration.ofMinutes(5)))).isEqualTo(new Wait(Duration.ofMinutes(5)));
        }

        @Test
        void stopsTheDestinationWhereTheWaitIsTooLong() {
            assertHalt(
                    judged(rateLimited(Duration.ofSeconds(301))),
                    StopReason.RATE_LIMITED,
                    "rate limited until 2026-11-23T10:05:01Z",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void stopsWhereTheWaitsOfTheFlushTogetherAreTooLong() {
            Situation waitedLong = new Situation(3, AttemptHistory.fresh(KEY), Duration.ofSeconds(295), NOW, 0);

            assertThat(judge.judge(rateLimited(Duration.ofSeconds(5)), waitedLong))
                    .isEqualTo(new Wait(Duration.ofSeconds(5)));
            assertHalt(
                    judge.judge(rateLimited(Duration.ofSeconds(6)), waitedLong),
                    StopReason.RATE_LIMITED,
                    "rate limited until 2026-11-23T10:00:06Z",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void keepsTheClaimOfABatchThatMayHaveArrivedBefore() {
            assertHalt(
                    afterAmbiguity(rateLimited(Duration.ofHours(1))),
                    StopReason.RATE_LIMITED,
                    "rate limited until 2026-11-23T11:00:00Z",
                    DESTINATION,
                    KEEP);
        }

        @Test
        void saturatesAtTheEndOfTime() {
            assertHalt(
                    judged(rateLimited(Duration.ofSeconds(Long.MAX_VALUE))),
                    StopReason.RATE_LIMITED,
                    "rate limited until 9999-12-31T23:59:59Z",
                    DESTINATION,
                    RELEASE);
        }
    }

    @Nested
    class Unauthorized401 {

        @Test
        void stopsTheDestination() {
            assertHalt(
                    judged(new Unauthorized("no")),
                    StopReason.UNAUTHORIZED,
                    "401 unauthorized (check team_token)",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void saysNothingOfABatchThatMayHaveArrivedBefore() {
            assertHalt(
                    afterAmbiguity(new Unauthorized("no")),
                    StopReason.UNAUTHORIZED,
                    "401 unauthorized (check team_token)",
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class Other4xx {

        @ParameterizedTest
        @ValueSource(ints = {402, 404, 405, 406, 410, 415, 431, 451, 499})
        void stopsTheKind(int status) {
            assertHalt(
                    judged(new ClientError(status, "no")),
                    StopReason.CLIENT_ERROR,
                    "HTTP client error " + status,
                    KIND,
                    RELEASE);
        }

        @Test
        void settlesABatchThatMayHaveArrivedBefore() {
            assertThat(((Halt) afterAmbiguity(new ClientError(404, "no"))).fate())
                    .isEqualTo(RELEASE);
        }

        @ParameterizedTest
        @ValueSource(ints = {403, 407})
        void stopsTheDestinationAt403And407(int status) {
            assertHalt(
                    judged(new ClientError(status, "no")),
                    StopReason.CLIENT_ERROR,
                    "HTTP client error " + status,
                    DESTINATION,
                    RELEASE);
        }

        @ParameterizedTest
        @ValueSource(ints = {403, 407})
        void saysNothingAt403And407OfABatchThatMayHaveArrivedBefore(int status) {
            assertHalt(
                    afterAmbiguity(new ClientError(status, "no")),
                    StopReason.CLIENT_ERROR,
                    "HTTP client error " + status,
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class ServerError5xx {

        @ParameterizedTest
        @ValueSource(ints = {500, 501, 503, 505, 511, 599, 421, 425, 200, 204, 999})
        void thatIsDefiniteIsRetriedUnderAFreshKey(int status) {
            assertRetried(new ServerError(status, ""), AttemptHistory.fresh(KEY), OTHER_KEY);
        }

        @ParameterizedTest
        @ValueSource(ints = {408, 502, 504})
        void thatIsAmbiguousIsRetriedUnderTheSameKey(int status) {
            assertRetried(new ServerError(status, ""), AttemptHistory.fresh(KEY), KEY);
        }

        @Test
        void keepsTheKeyOfABatchThatMayHaveArrivedBefore() {
            assertRetried(new ServerError(500, ""), AttemptHistory.resumed(KEY), KEY);
        }

        @Test
        void thatAsksForAWaitIsWaitedForAndCounts() {
            ServerError asks = new ServerError(503, "", Optional.of(Duration.ofSeconds(9)));

            assertThat(RETRIES.retries(asks)).isFalse();
            assertThat(judged(asks)).isEqualTo(new Wait(Duration.ofSeconds(9)));
            assertThat(failed(3).after(asks, () -> OTHER_KEY).failures()).isEqualTo(4);
        }

        @Test
        void thatAsksForLessThanTheBackoffIsWaitedForAsLongAsTheBackoff() {
            ServerError asks = new ServerError(503, "", Optional.of(Duration.ofSeconds(1)));

            assertThat(judge.judge(asks, situation(3, failed(LAST_FAILURE - 1))))
                    .isEqualTo(new Wait(Duration.ofSeconds(15)));
        }

        @Test
        void thatAsksForAWaitStopsTheDestinationWhenRetriesAreUsedUp() {
            assertHalt(
                    exhausted(new ServerError(503, "", Optional.of(Duration.ofSeconds(9)))),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 503 (exhausted retries)",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void thatAsksForTooLongAWaitStopsTheDestination() {
            assertHalt(
                    afterAmbiguity(new ServerError(503, "", Optional.of(Duration.ofHours(1)))),
                    StopReason.RATE_LIMITED,
                    "rate limited until 2026-11-23T11:00:00Z",
                    DESTINATION,
                    KEEP);
        }

        @Test
        void stopsTheDestinationAfterTheThirteenthPost() {
            assertHalt(
                    exhausted(new ServerError(503, "no")),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 503 (exhausted retries)",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void keepsTheClaimWhereTheLastAnswerWasAmbiguous() {
            assertHalt(
                    exhausted(new ServerError(504, "no")),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 504 (exhausted retries)",
                    DESTINATION,
                    KEEP);
        }

        @Test
        void keepsTheClaimWhereAnEarlierAnswerWasAmbiguous() {
            assertHalt(
                    judge.judge(new ServerError(500, "no"), situation(3, new AttemptHistory(KEY, true, LAST_FAILURE))),
                    StopReason.SERVER_ERROR,
                    "HTTP server error 500 (exhausted retries)",
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class Redirected3xx {

        @Test
        void stopsTheDestinationAndNamesTheGoal() {
            assertHalt(
                    judged(new Redirected(307, Optional.of("https://elsewhere/v1/events"))),
                    StopReason.REDIRECTED,
                    "endpoint redirects to https://elsewhere/v1/events",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void namesTheStatusWhereThereIsNoGoal() {
            assertHalt(
                    judged(new Redirected(304, Optional.empty())),
                    StopReason.REDIRECTED,
                    "unexpected redirect 304",
                    DESTINATION,
                    RELEASE);
        }

        @Test
        void saysNothingOfABatchThatMayHaveArrivedBefore() {
            assertHalt(
                    afterAmbiguity(new Redirected(304, Optional.empty())),
                    StopReason.REDIRECTED,
                    "unexpected redirect 304",
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class NoAnswer {

        private final Unreachable refused = new Unreachable("connection refused", false);
        private final Unreachable timedOut = new Unreachable("timed out", true);

        @Test
        void withoutAConnectionIsRetriedUnderAFreshKey() {
            assertRetried(refused, AttemptHistory.fresh(KEY), OTHER_KEY);
        }

        @Test
        void withoutAConnectionKeepsTheKeyOfABatchThatMayHaveArrivedBefore() {
            assertRetried(refused, AttemptHistory.resumed(KEY), KEY);
        }

        @Test
        void afterTheRequestMayHaveLeftIsRetriedUnderTheSameKey() {
            assertRetried(timedOut, AttemptHistory.fresh(KEY), KEY);
        }

        @Test
        void stopsTheDestinationWhenRetriesAreUsedUp() {
            assertHalt(
                    exhausted(refused),
                    StopReason.UNREACHABLE,
                    "ingest server unreachable (exhausted retries): connection refused",
                    DESTINATION,
                    RELEASE);
            assertHalt(
                    exhausted(timedOut),
                    StopReason.UNREACHABLE,
                    "ingest server unreachable (exhausted retries): timed out",
                    DESTINATION,
                    KEEP);
        }
    }

    @Nested
    class OurOwnShutdown {

        @Test
        void stopsTheFlushAndFreesWhatWasNeverOnTheWire() {
            assertHalt(
                    Judge.interrupted(false),
                    StopReason.INTERRUPTED,
                    "interrupted; rows stay pending and go out with the next flush",
                    FLUSH,
                    RELEASE);
        }

        @Test
        void keepsTheClaimOfWhatMayHaveArrived() {
            assertThat(Judge.interrupted(true).fate()).isEqualTo(KEEP);
        }
    }

    @Test
    void theServersOwnWordsTravelAsDetail() {
        assertThat(stopOf(judged(new Unauthorized("token expired"))).detail()).isEqualTo("token expired");
        assertThat(stopOf(judged(new ClientError(404, "no route"))).detail()).isEqualTo("no route");
        assertThat(stopOf(exhausted(new ServerError(500, "oops"))).detail()).isEqualTo("oops");
        assertThat(stopOf(judged(new RateLimited(Optional.of(Duration.ofDays(1)), "quota")))
                        .detail())
                .isEqualTo("quota");
        assertThat(stopOf(exhausted(conflict(Meaning.KEY_BURNT))).detail()).isEqualTo("key");
    }

    @Test
    void aVerdictNamesNoKindSinceTheBatchHasIt() {
        assertThat(stopOf(judged(new Unauthorized("no"))).kind()).isEmpty();
    }

    /** The gateway sends the batch again, and the attempt counts. */
    private static void assertRetried(IngestOutcome outcome, AttemptHistory before, IdempotencyKey nextKey) {
        AttemptHistory after = before.after(outcome, () -> OTHER_KEY);

        assertThat(RETRIES.retries(outcome)).isTrue();
        assertThat(after).isEqualTo(new AttemptHistory(nextKey, nextKey.equals(KEY), before.failures() + 1));
    }

    private static Conflict conflict(Meaning meaning) {
        return new Conflict(meaning, "key");
    }

    private static RateLimited rateLimited(Duration retryAfter) {
        return new RateLimited(Optional.of(retryAfter), "");
    }

    private Verdict judged(IngestOutcome outcome) {
        return judged(outcome, 3);
    }

    private Verdict judged(IngestOutcome outcome, int rows) {
        return judge.judge(outcome, situation(rows, AttemptHistory.fresh(KEY)));
    }

    private Verdict afterAmbiguity(IngestOutcome outcome) {
        return judge.judge(outcome, situation(3, AttemptHistory.resumed(KEY)));
    }

    private Verdict exhausted(IngestOutcome outcome) {
        return judge.judge(outcome, situation(3, failed(LAST_FAILURE)));
    }

    private static AttemptHistory failed(int failures) {
        return new AttemptHistory(KEY, false, failures);
    }

    private static Situation situation(int rows, AttemptHistory attempts) {
        return new Situation(rows, attempts, Duration.ZERO, NOW, 0);
    }

    private static Stop stopOf(Verdict verdict) {
        return ((Halt) verdict).stop();
    }

    private static void assertHalt(Verdict verdict, StopReason reason, String message, Scope scope, ClaimFate fate) {
        assertThat(verdict).isInstanceOf(Halt.class);
        Halt halt = (Halt) verdict;
        assertThat(halt.stop().reason()).isEqualTo(reason);
        assertThat(halt.stop().message()).isEqualTo(message);
        assertThat(halt.scope()).isEqualTo(scope);
        assertThat(halt.fate()).isEqualTo(fate);
    }
}
