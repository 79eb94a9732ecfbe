package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Batches that wait for their turn: the parts of a divided one, and several that an earlier flush has left. */
class FlushPartsTest extends FlushFixture {

    private static final OwnerId HASTY = new OwnerId("hasty");

    @Test
    void aPartThatLostARowGoesOutWithoutIt() {
        enqueue(BatchKind.TOOL_SPANS, 2);
        outbox.queue().append(BatchKind.TOOL_SPANS, HASTY, payloads(1));
        gateway.answer(new TooLarge(""));
        gateway.whileOnTheWire(this::takeBackWhileTheFirstPartIsSent);

        FlushReport report = service.flush();

        assertThat(gateway.posts())
                .extracting(Post::rows)
                .containsExactly(List.of(1L, 2L, 3L), List.of(1L), List.of(2L));
        assertThat(report.rows()).isEqualTo(2);
    }

    @Test
    void aPartThatLostAllItsRowsDoesNotGoOut() {
        enqueue(BatchKind.TOOL_SPANS, 1);
        outbox.queue().append(BatchKind.TOOL_SPANS, HASTY, payloads(2));
        gateway.answer(new TooLarge(""));
        gateway.whileOnTheWire(this::takeBackWhileTheFirstPartIsSent);

        FlushReport report = service.flush();

        assertThat(gateway.posts()).extracting(Post::rows).containsExactly(List.of(1L, 2L, 3L), List.of(1L));
        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 1, 0, 0, List.of()));
    }

    @Test
    void severalBatchesThatWereLeftGoOutInOneFlushEachUnderItsKey() {
        leaveTwoBatches();

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts())
                .containsExactly(
                        new Post(BatchKind.EVENTS, List.of(1L), keyOf(1)),
                        new Post(BatchKind.EVENTS, List.of(2L), keyOf(2)));
        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(2, 2, 0, 0, List.of()));
    }

    @Test
    void aGatewayThatMakesOneAttemptIsJudgedAllTheSame() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new ServerError(503, ""));

        FlushReport report = service(store, gateway, settings(true, DESTINATION, false), List.of())
                .flush();

        assertThat(report.stops())
                .extracting(Stop::message)
                .containsExactly("HTTP server error 503 (exhausted retries)");
        assertThat(witness.events).contains("ServerError for [1]");
        assertThat(service.flush().rows()).isEqualTo(1);
    }

    /** It was paused beyond its lease while the first was on the wire; the heir may have divided the second. */
    @Test
    void f17_aFlusherThatSleptSendsNoneOfTheOtherBatchesThatItFound() {
        leaveTwoBatches();
        gateway.whileOnTheWire(this::sleepAndLetAnotherTakeOver);

        newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts().stream().filter(post -> post.rows().contains(2L)))
                .as("sent by the heir alone")
                .hasSize(1);
    }

    @Test
    void f17_aFlusherThatWaitedForItsTurnToSendLooksWhetherTheQueueIsStillItsOwn() {
        enqueue(BatchKind.EVENTS, 1);
        List<IdempotencyKey> sent = new ArrayList<>();
        IngestGateway slow = batch -> journal -> {
            sleepAndLetAnotherTakeOver();
            sent.add(journal.begin());
            return IngestOutcome.Accepted.UNCOUNTED;
        };

        FlushReport report = service(store, slow, settings(true, DESTINATION, false), List.of())
                .flush();

        assertThat(sent).isEmpty();
        assertThat(gateway.posts()).as("sent by the heir alone").hasSize(1);
        assertThat(report.rows()).isZero();
    }

    /** How long it has slept, its clock does not tell. */
    @Test
    void f17_f61_aFlusherThatSleptWhileItsClockWasSetBackLooksWhetherTheQueueIsStillItsOwn() {
        enqueue(BatchKind.EVENTS, 1);
        List<IdempotencyKey> sent = new ArrayList<>();
        IngestGateway slow = batch -> journal -> {
            sleepAndLetAnotherTakeOver();
            time.now = START.minus(Duration.ofDays(1));
            sent.add(journal.begin());
            return IngestOutcome.Accepted.UNCOUNTED;
        };

        service(store, slow, settings(true, DESTINATION, false), List.of()).flush();

        assertThat(sent).isEmpty();
    }

    private void sleepAndLetAnotherTakeOver() {
        gateway.whileOnTheWire(() -> {});
        time.now = time.now.plus(Duration.ofHours(1));
        otherProcess().flush();
    }

    private void leaveTwoBatches() {
        enqueue(BatchKind.EVENTS, 2);
        Lane lane = Lane.of(BatchKind.EVENTS);
        LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(lane, Duration.ZERO);
        for (long row = 1; row <= 2; row++) {
            store.claim(granted.lease(), Claim.sending(lane, keyOf(row), batchOf(row), DESTINATION), Duration.ZERO);
        }
    }

    private void takeBackWhileTheFirstPartIsSent() {
        if (gateway.posts().size() == 2) {
            outbox.queue().replace(BatchKind.TOOL_SPANS, HASTY, payloads(0));
        }
    }

    private static IdempotencyKey keyOf(long row) {
        return new IdempotencyKey(new UUID(7, row));
    }

    private static Batch batchOf(long row) {
        EncodedRow encoded = new EncodedRow(new RowId(row), owner(), payloads(1).next());
        return new Batch(KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow(), ENVELOPE, List.of(encoded));
    }
}
