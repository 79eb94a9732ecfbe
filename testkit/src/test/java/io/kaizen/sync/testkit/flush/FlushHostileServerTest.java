package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flush makes of answers that lie, and of clocks that do. */
class FlushHostileServerTest extends FlushFixture {

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 504})
    void f3_f37_aBatchThatWasStoredBehindAGatewaysErrorComesBackAsAConflict(int status) {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new ServerError(status, ""), new Conflict(Meaning.STORED_BEFORE, ""));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(2);
        assertThat(keysOf(gateway.posts())).hasSize(1);
        assertThat(report.rows()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 503, 505, 507, 508, 511, 599, 999, 421, 425, 200, 201, 204, 207})
    void f11_f28_f29_f37_anyOtherStatusIsNoProofAndIsRetriedUnderAFreshKey(int status) {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new ServerError(status, ""), new Accepted(3, 0));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(2).extracting(Post::key).doesNotHaveDuplicates();
        assertThat(report.rows()).isEqualTo(3);
    }

    @Test
    void f11_aServerThatSaysOkToEverythingNeverGetsARowMarkedAsSent() {
        enqueue(BatchKind.EVENTS, 3);
        IntStream.range(0, 13).forEach(i -> gateway.answer(new ServerError(200, "<html>")));

        FlushReport report = service.flush();

        assertThat(report.rows()).isZero();
        assertThat(report.pending().rows()).isEqualTo(3);
        assertThat(report.stops())
                .extracting(Stop::message)
                .containsExactly("HTTP server error 200 (exhausted retries)");
    }

    @Test
    void f11_a202WithSomebodyElsesBodyIsBelievedWithAWarning() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new Accepted(0, 0, true));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(warnings).singleElement().asString().contains("check that sync.endpoint is an ingest server");
    }

    /** Keys are drawn anew by whoever sends first; somebody below us may have sent twice. */
    @ParameterizedTest
    @CsvSource({"STORED_BEFORE, 1, 1", "KEY_BURNT, 2, 2", "UNKNOWN, 2, 1"})
    void f5_f7_aConflictAtTheFirstAttemptIsProofUnlessItsBodySaysOtherwise(Meaning meaning, int posts, int keys) {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(new Conflict(meaning, ""), new Accepted(2, 0));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSize(posts);
        assertThat(keysOf(gateway.posts())).hasSize(keys);
        assertThat(report.rows()).isEqualTo(2);
    }

    @Test
    void f22_whileTheServerAsksForPatienceNoKindIsSent() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(6)), ""));

        service.flush();
        service.flush();

        assertThat(gateway.posts()).hasSize(1);
    }

    @Test
    void f27_thirtyDaysOfNothingButPatienceLoseNothingAndAskSeldom() {
        enqueue(BatchKind.EVENTS, 5);
        Instant end = START.plus(Duration.ofDays(30));
        gateway.whileOnTheWire(() -> {
            if (time.now.isBefore(end)) {
                gateway.answer(new RateLimited(Optional.of(Duration.ofSeconds(20)), "busy"));
            }
        });

        while (time.now.isBefore(end)) {
            FlushReport report = service.flush();
            assertThat(report.pending().rows()).isEqualTo(5);
            assertThat(report.gravest()).map(Stop::reason).contains(StopReason.RATE_LIMITED);
            time.now = time.now.plus(Duration.ofMinutes(15));
        }
        long asked = gateway.posts().size();
        time.now = time.now.plus(Duration.ofMinutes(15));
        FlushReport last = service.flush();

        assertThat(asked).isLessThan(Duration.ofDays(30).toSeconds() / 20);
        assertThat(last.rows()).isEqualTo(5);
    }

    @Test
    void f52_aResendHasTheSameRowsSoThatAServerCanTellThemWithoutTheirKey() {
        enqueue(BatchKind.EVENTS, 3);
        IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
        service.flush();
        enqueue(BatchKind.EVENTS, 2);

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts().subList(0, 14)).extracting(Post::rows).containsOnly(List.of(1L, 2L, 3L));
        assertThat(gateway.posts()).hasSize(15);
        assertThat(report.rows()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-02T00:00:00Z", "2025-12-31T00:00:00Z", "1970-01-01T00:00:00Z", "2038-01-19T03:14:08Z"})
    void f61_aClockThatJumpsWhileABatchIsOnTheWireChangesNothing(Instant jump) {
        enqueue(BatchKind.EVENTS, 7);
        gateway.answer(new RateLimited(Optional.of(Duration.ofSeconds(7)), ""), ANSWER_LOST);
        gateway.whileOnTheWire(() -> time.now = jump);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(7);
        assertThat(report.stops()).isEmpty();
        assertThat(time.slept).hasSize(2).first().isEqualTo(Duration.ofSeconds(7));
        assertThat(time.slept.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(gateway.posts()).hasSize(5);
    }

    @Test
    void f61_aClockThatIsSetBackDoesNotMakeAPauseLongerThanAQuarterOfAnHour() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new RateLimited(Optional.of(Duration.ofDays(1)), ""));
        service.flush();

        time.now = Instant.EPOCH;

        assertThat(service.flush().rows()).isEqualTo(1);
    }
}
