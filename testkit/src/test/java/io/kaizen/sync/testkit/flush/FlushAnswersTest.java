package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.report.StopReason.Remedy;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flush does about each answer of the server. */
class FlushAnswersTest extends FlushFixture {

    @Test
    void f30_aSplitSendsTheLeftHalfThenTheRightUnderNewKeys() {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new TooLarge(""));

        FlushReport report = service.flush();

        assertThat(gateway.posts())
                .extracting(Post::rows)
                .containsExactly(List.of(1L, 2L, 3L), List.of(1L), List.of(2L, 3L));
        assertThat(gateway.posts()).extracting(Post::key).doesNotHaveDuplicates();
        assertThat(report.batches()).isEqualTo(2);
    }

    @Test
    void f4_f28_f55_aDefiniteFailureIsRetriedUnderANewKey() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new ServerError(503, ""), new Unreachable("refused", false));

        service.flush();

        assertThat(gateway.posts()).hasSize(3).extracting(Post::key).doesNotHaveDuplicates();
    }

    @Test
    void f2_anAmbiguousFailureKeepsItsKeyUntilTheBatchesFateIsKnown() {
        enqueue(BatchKind.EVENTS, 4);
        gateway.answer(
                ANSWER_LOST,
                new ServerError(503, ""),
                new RateLimited(Optional.empty(), ""),
                new Conflict(Conflict.Meaning.STORED_BEFORE, ""));

        FlushReport report = service.flush();

        assertThat(keysOf(gateway.posts().subList(0, 4))).hasSize(1);
        assertThat(report.rows()).isEqualTo(4);
    }

    @Test
    void f28_theThirteenthFailureEndsTheFlush() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        enqueue(BatchKind.SESSION_FEEDBACK, 1);
        IntStream.range(0, 13).forEach(i -> gateway.answer(new ServerError(500, "")));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(13);
        assertThat(report.stops())
                .extracting(Stop::message)
                .containsExactly("HTTP server error 500 (exhausted retries)");
        assertThat(report.rows()).as("feedback needs no server").isEqualTo(1);
        assertThat(status().consecutiveFailures()).isEqualTo(1);
        assertThat(status().lastError()).contains("HTTP server error 500 (exhausted retries)");
        assertThat(status().total().claimed())
                .as("the last answer was definite")
                .isZero();
    }

    @Test
    void f22_waitsAsLongAsThe429SaysAndItDoesNotCountAsARetry() {
        enqueue(BatchKind.EVENTS, 1);
        IntStream.range(0, 20).forEach(i -> gateway.answer(new RateLimited(Optional.of(Duration.ofSeconds(7)), "")));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(time.slept).hasSize(20).containsOnly(Duration.ofSeconds(7));
    }

    @Test
    void f22_f25_a429ThatAsksForTooLongEndsTheFlushAndHoldsTheNextOneBack() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(6)), ""));

        FlushReport first = service.flush();
        FlushReport second = service.flush();
        long failures = status().consecutiveFailures();
        time.now = time.now.plus(Duration.ofMinutes(6));
        FlushReport third = service.flush();

        assertThat(first.stops()).extracting(Stop::message).containsExactly("rate limited until 2026-01-01T00:06:00Z");
        assertThat(second.stops()).extracting(Stop::reason).containsExactly(StopReason.RATE_LIMITED);
        assertThat(failures).as("the second flush has asked for nothing").isEqualTo(1);
        assertThat(third.rows()).isEqualTo(1);
        assertThat(gateway.posts()).hasSize(2);
    }

    @Test
    void f25_f27_waitingFor429sIsBoundedInAll() {
        enqueue(BatchKind.EVENTS, 1);
        IntStream.range(0, 10).forEach(i -> gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(2)), "")));

        FlushReport report = service.flush();

        assertThat(time.slept).containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(2));
        assertThat(report.gravest()).map(Stop::reason).contains(StopReason.RATE_LIMITED);
    }

    @Test
    void f12_f35_aDestinationAtFaultStopsEverythingThatNeedsIt() {
        for (IngestOutcome outcome :
                List.of(new Unauthorized(""), new ClientError(403, ""), new Redirected(302, Optional.of("http://x")))) {
            outbox.queue().append(BatchKind.EVENTS, owner(), payloads(1));
            outbox.queue().append(BatchKind.TOOL_SPANS, owner(), payloads(1));
            int before = gateway.posts().size();
            gateway.answer(outcome);

            FlushReport report = service.flush();

            assertThat(gateway.posts()).hasSize(before + 1);
            assertThat(report.stops()).hasSize(1);
            assertThat(report.rows()).isZero();
        }
    }

    @Test
    void f40_aProxyThatWantsCredentialsStopsTheDestinationAndAPersonMustAct() {
        enqueue(BatchKind.EVENTS, 4);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new ClientError(407, "the proxy answers 407"));

        FlushReport refused = service.flush();
        FlushReport mended = service.flush();

        assertThat(gateway.posts()).hasSize(4);
        assertThat(refused.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason().remedy()).isEqualTo(Remedy.ACT);
            assertThat(stop.detail()).contains("the proxy answers 407");
        });
        assertThat(refused.rows()).isZero();
        assertThat(mended.rows()).isEqualTo(5);
    }

    /** A wrong route, a server without gzip, headers too long for it: no row is to blame. */
    @ParameterizedTest
    @ValueSource(ints = {402, 404, 405, 406, 410, 411, 414, 415, 426, 431, 451})
    void f36_f38_f39_anyOther4xxStopsItsKindOnlyAndLosesNothing(int status) {
        enqueue(BatchKind.EVENTS, 4);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new ClientError(status, "why"));

        FlushReport refused = service.flush();
        FlushReport mended = service.flush();

        assertThat(refused.stops())
                .containsExactly(Stop.of(StopReason.CLIENT_ERROR, "HTTP client error " + status)
                        .withDetail("3 rows from 1 to 3: why")
                        .forKind(BatchKind.EVENTS));
        assertThat(refused.rows()).isEqualTo(1);
        assertThat(refused.pending().rows()).isEqualTo(4);
        assertThat(mended.rows()).isEqualTo(4);
    }

    @Test
    void f10_aServerThatCountsTooFewIsReportedAndBelieved() {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new Accepted(1, 0));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(warnings).anySatisfy(warning -> assertThat(warning).contains("1 received"));
    }

    /** Some servers say 1 whatever they were sent. */
    @Test
    void k10_aServerThatCountsTooFewEachTimeIsReportedOnce() {
        for (int flush = 0; flush < 3; flush++) {
            enqueue(BatchKind.EVENTS, 6);
            gateway.answer(new Accepted(1, 0), new Accepted(1, 0));
            service.flush();
        }

        assertThat(warnings).hasSize(1);
    }

    @Test
    void b20_a503IsGivenTheTimeItAsksForAndCountsAsAFailure() {
        enqueue(BatchKind.EVENTS, 1);
        IntStream.range(0, 13).forEach(i -> gateway.answer(unavailableFor(Duration.ofSeconds(7))));

        FlushReport report = service.flush();

        assertThat(time.slept).hasSize(12).startsWith(Duration.ofSeconds(7)).allMatch(wait -> wait.toSeconds() >= 7);
        assertThat(report.gravest()).map(Stop::reason).contains(StopReason.SERVER_ERROR);
    }

    @Test
    void b20_a503ThatAsksForTooLongEndsTheFlushAndHoldsTheNextOneBack() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(unavailableFor(Duration.ofMinutes(6)));

        FlushReport first = service.flush();
        FlushReport second = service.flush();

        assertThat(first.stops()).extracting(Stop::message).containsExactly("rate limited until 2026-01-01T00:06:00Z");
        assertThat(second.stops()).extracting(Stop::reason).containsExactly(StopReason.RATE_LIMITED);
        assertThat(gateway.posts()).hasSize(1);
    }

    @Test
    void b20_waitingFor503sIsBoundedInAll() {
        enqueue(BatchKind.EVENTS, 1);
        IntStream.range(0, 10).forEach(i -> gateway.answer(unavailableFor(Duration.ofMinutes(2))));

        FlushReport report = service.flush();

        assertThat(time.slept).containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(2));
        assertThat(report.gravest()).map(Stop::reason).contains(StopReason.RATE_LIMITED);
    }

    private static ServerError unavailableFor(Duration wait) {
        return new ServerError(503, "", Optional.of(wait));
    }

    @Test
    void aSuccessClearsTheSyncState() {
        store.recordFailure("earlier");
        enqueue(BatchKind.EVENTS, 1);

        service.flush();

        assertThat(status().consecutiveFailures()).isZero();
        assertThat(status().lastError()).isEmpty();
        assertThat(status().lastSuccess()).contains(START);
    }

    @Test
    void severalFailuresInOneFlushCountAsOneTheGravest() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new ClientError(404, ""), new Unauthorized(""));

        service.flush();

        assertThat(status().consecutiveFailures()).isEqualTo(1);
        assertThat(status().lastError()).contains("401 unauthorized (check team_token)");
    }

    @Test
    void theFailureOfOneKindIsNotHiddenByTheSuccessOfAnother() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new ClientError(404, ""));

        service.flush();

        assertThat(status().lastError()).contains("HTTP client error 404");
        assertThat(status().consecutiveFailures()).isEqualTo(1);
        assertThat(status().lastSuccess()).contains(START);
    }

    @Test
    void f4_f5_aConflictThatTellsOfAFailureIsNoProof() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(ANSWER_LOST, new Conflict(Conflict.Meaning.KEY_BURNT, "a request is outstanding"));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(gateway.posts()).hasSize(3);
        List<IdempotencyKey> keys = gateway.posts().stream().map(Post::key).toList();
        assertThat(keys.get(1)).as("the fate is unknown").isEqualTo(keys.get(0));
        assertThat(keys.get(2)).as("the key is burnt").isNotEqualTo(keys.get(1));
    }

    @Test
    void f5_aServerThatOnlyEverSaysThatAFailureIsKnownProvesNothing() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.otherwise(batch -> new Conflict(Conflict.Meaning.KEY_BURNT, "a request is outstanding"));

        FlushReport report = service.flush();

        assertThat(report.rows()).isZero();
        assertThat(report.pending().rows()).isEqualTo(2);
        assertThat(gateway.posts()).hasSize(13);
    }

    @Test
    void f7_aConflictOnTheFirstAttemptIsBelievedUnlessItTellsOfAFailure() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(new Conflict(Conflict.Meaning.STORED_BEFORE, ""));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(gateway.posts()).hasSize(1);
    }

    @Test
    void f27_a429ThatNeverEndsLosesNothingAndIsAskedSeldom() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.otherwise(batch -> new RateLimited(Optional.of(Duration.ofSeconds(60)), ""));
        Instant end = time.now.plus(Duration.ofDays(30));

        while (time.now.isBefore(end)) {
            service.flush();
            time.now = time.now.plus(Duration.ofMinutes(15));
        }

        assertThat(status().total().pending()).isEqualTo(2);
        assertThat(gateway.posts()).hasSizeBetween(1_000, 30 * 24 * 4 * 6);
    }
}
