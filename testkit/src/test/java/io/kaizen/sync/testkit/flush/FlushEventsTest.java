package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a flush tells its listener, and what its stops say to a person. */
class FlushEventsTest extends FlushFixture {

    @Test
    void everyStepIsTold() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(new ServerError(503, ""));

        service.flush();

        assertThat(witness.events)
                .containsExactly(
                        "starts with 2",
                        "claims [1, 2]",
                        "ServerError for [1, 2]",
                        "waits after ServerError of [1, 2]",
                        "Accepted for [1, 2]",
                        "commits [1, 2]: 2 sent, 0 gone",
                        "ends with 2 sent, 0 pending");
    }

    @Test
    void aSplitIsTold() {
        enqueue(BatchKind.EVENTS, 3);
        gateway.answer(new TooLarge(""));

        service.flush();

        assertThat(witness.events).containsOnlyOnce("splits [1, 2, 3] into [[1], [2, 3]]");
    }

    @Test
    void aRowsWayToItsEndIsTold() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(new ClientError(400, ""), new ClientError(400, ""));

        service.flush();

        assertThat(witness.events.subList(4, 10))
                .containsExactly(
                        "claims [1]",
                        "ClientError for [1]",
                        "sets aside 1 of events",
                        "claims [2]",
                        "Accepted for [2]",
                        "commits [2]: 1 sent, 0 gone");
        assertThat(witness.events.get(10)).isEqualTo("dead-letters [1] of events");
    }

    @Test
    void aBatchThatIsKeptIsToldAndSoIsItsResumption() {
        enqueue(BatchKind.EVENTS, 2);
        time.stopsInSleep = true;
        gateway.answer(ANSWER_LOST);

        service.flush();
        time.stopsInSleep = false;
        time.stopRequested = false;
        service.flush();

        assertThat(witness.events)
                .containsSubsequence(
                        "warns of events: a batch of 2 rows may be stored; it is kept and comes first next time",
                        "stops: interrupted",
                        "ends with 0 sent, 2 pending",
                        "starts with 2",
                        "resumes [1, 2]");
    }

    @Test
    void aBatchThatGoesElsewhereIsTold() {
        enqueue(BatchKind.EVENTS, 1);
        time.stopsInSleep = true;
        gateway.answer(ANSWER_LOST);
        service.flush();
        time.stopsInSleep = false;
        time.stopRequested = false;

        newProcess(settings(true, new Destination("http://elsewhere", "team"), true))
                .flush();

        assertThat(warnings)
                .contains("1 rows go to the new destination and may also be stored at http://ingest (team team)");
    }

    @Test
    void aQueueThatIsLostAtTheVeryEndIsToldAndItsRowsStayWithWhoHasIt() {
        newProcess(settings(OnPoison.DEAD_LETTER, 1));
        enqueue(BatchKind.EVENTS, 2);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new Accepted(1, 0), new ClientError(400, ""));
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 3) {
                time.now = time.now.plus(Duration.ofHours(1));
                outbox.newStore().openLane(Lane.of(BatchKind.EVENTS), Duration.ofHours(1));
            }
        });

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.deadLettered()).isZero();
        assertThat(warnings).containsExactly("another process has taken over the queue of events");
    }

    @Test
    void aStopNamesTheRowsThatItIsAbout() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 3);
        gateway.answer(new ClientError(404, "no such route"), new ClientError(404, ""));

        FlushReport report = service.flush();

        assertThat(report.stops())
                .extracting(Stop::detail)
                .containsExactly("row 1: no such route", "3 rows from 2 to 4");
    }

    @Test
    void aStopOfTheDestinationNamesNoRows() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new ClientError(403, "keep out"));

        assertThat(service.flush().stops()).extracting(Stop::detail).containsExactly("keep out");
    }

    @Test
    void whoFindsTheQueueHeldIsToldUntilWhen() {
        enqueue(BatchKind.EVENTS, 1);
        time.now = time.now.plusMillis(1);
        outbox.newStore().openLane(Lane.of(BatchKind.EVENTS), Duration.ofMinutes(3));

        FlushReport report = service.flush();

        assertThat(report.stops())
                .extracting(Stop::message)
                .containsExactly("another flusher holds the queue of events, until 2026-01-01T00:03:00Z at the latest");
    }

    @Test
    void whoComesTooEarlyAfterA429IsToldUntilWhen() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(6)), ""));
        service.flush();
        time.now = time.now.plusMillis(1);

        FlushReport second = service.flush();

        assertThat(second.stops()).isEqualTo(List.of(second.gravest().orElseThrow()));
        assertThat(second.stops()).extracting(Stop::message).containsExactly("rate limited until 2026-01-01T00:06:00Z");
    }

    @Test
    void whoLosesTheQueueIsToldSo() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.whileOnTheWire(() -> {
            time.now = time.now.plus(Duration.ofHours(1));
            outbox.newStore().openLane(Lane.of(BatchKind.EVENTS), Duration.ofHours(1));
        });

        FlushReport report = service.flush();

        assertThat(report.stops())
                .extracting(Stop::message)
                .containsExactly("another process has taken over the queue of events");
    }
}
