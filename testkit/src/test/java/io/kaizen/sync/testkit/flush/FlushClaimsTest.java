package io.kaizen.sync.testkit.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.LaneGrant;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Claims outlive the flush that made them, and keep others out while it lives. */
class FlushClaimsTest extends FlushFixture {

    @Test
    void aBatchWhoseFateIsUnknownComesBackUnderItsKey() {
        enqueue(BatchKind.EVENTS, 2);
        leaveBatchWithUnknownFate();
        enqueue(BatchKind.TOOL_SPANS, 1);

        service.flush();

        assertThat(gateway.posts().get(13)).isEqualTo(gateway.posts().get(0));
    }

    @Test
    void aBatchWhoseFateIsUnknownComesBeforeOlderRowsOfOtherKinds() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.answer(new ClientError(404, ""));
        leaveBatchWithUnknownFate();

        service.flush();

        assertThat(gateway.posts().subList(14, 16))
                .extracting(Post::kind)
                .containsExactly(BatchKind.TOOL_SPANS, BatchKind.EVENTS);
    }

    @Test
    void f77_aLeftBatchKeepsItsEnvelopeAndSoItsKeyWhateverIsConfiguredNow() {
        enqueue(BatchKind.EVENTS, 2);
        leaveBatchWithUnknownFate();
        BatchEnvelope renamed = new BatchEnvelope("team", "blake3:x", Optional.of("new-name"));

        newProcess(settings(true, DESTINATION, false, renamed)).flush();

        assertThat(gateway.posts()).hasSize(14);
        assertThat(keysOf(gateway.posts())).hasSize(1);
    }

    @Test
    void aBatchOfAKindThatANewerVersionLeftBehindStaysAsItIs() {
        BatchKind future = new BatchKind("future");
        Claim left = new Claim(
                Lane.of(future),
                new IdempotencyKey(new UUID(0, 99)),
                Claim.State.SENDING,
                List.of(new RowId(1)),
                new BodyDigest("0".repeat(64)),
                ENVELOPE,
                DESTINATION);
        enqueue(future, 1);
        LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(left.lane(), Duration.ZERO);
        store.claim(granted.lease(), left, Duration.ZERO);

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.MALFORMED);
        assertThat(outbox.claims()).containsExactly(left);
    }

    @Test
    void f1_f13_aKilledProcessLeavesItsBatchToTheNextUnderTheSameKey() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.whileOnTheWire(() -> {
            throw new Killed();
        });
        assertThatThrownBy(service::flush).isInstanceOf(Killed.class);
        gateway.whileOnTheWire(() -> {});

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(keysOf(gateway.posts())).hasSize(1);
        assertThat(report.rows()).isEqualTo(2);
    }

    @Test
    void aSecondFlusherFindsTheQueueBusy() {
        enqueue(BatchKind.EVENTS, 2);
        List<FlushReport> second = new ArrayList<>();
        gateway.whileOnTheWire(() -> second.add(otherProcess().flush()));

        FlushReport first = service.flush();

        assertThat(first.rows()).isEqualTo(2);
        assertThat(gateway.posts()).hasSize(1);
        assertThat(second.get(0).stops()).extracting(Stop::reason).containsExactly(StopReason.BUSY);
        assertThat(status().consecutiveFailures()).as("nothing has failed").isZero();
    }

    @Test
    void aQueueIsFreeForOthersOnceTheFlushHasEnded() {
        enqueue(BatchKind.EVENTS, 1);
        service.flush();
        enqueue(BatchKind.EVENTS, 1);

        FlushReport report = otherProcess().flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.stops()).isEmpty();
    }

    @Test
    void aLeaseOutlastsTheWaitThatTheServerAskedFor() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(new RateLimited(Optional.of(Duration.ofMinutes(4)), ""));
        List<FlushReport> second = new ArrayList<>();
        gateway.whileOnTheWire(() -> second.add(otherProcess().flush()));

        service.flush();

        assertThat(second)
                .hasSize(2)
                .allSatisfy(report ->
                        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.BUSY));
        assertThat(gateway.posts()).hasSize(2);
    }

    @Test
    void aLostQueueStopsItsOwnKindAlone() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        gateway.whileOnTheWire(() -> {
            gateway.whileOnTheWire(() -> {});
            time.now = time.now.plus(Duration.ofHours(1));
            outbox.newStore().openLane(Lane.of(BatchKind.EVENTS), Duration.ofHours(1));
        });

        FlushReport report = service.flush();

        assertThat(report.rows()).as("the tool span").isEqualTo(1);
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.BUSY);
            assertThat(stop.kind()).contains(BatchKind.EVENTS);
        });
    }

    @Test
    void f17_f97_aFlusherThatSleptThroughItsLeaseCommitsNothing() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.whileOnTheWire(() -> {
            gateway.whileOnTheWire(() -> {});
            time.now = time.now.plus(Duration.ofHours(1));
            otherProcess().flush();
        });

        FlushReport report = service.flush();

        assertThat(report.rows()).isZero();
        assertThat(report.pending().rows()).isZero();
        assertThat(keysOf(gateway.posts())).as("the heir keeps the key").hasSize(1);
        assertThat(report.stops()).as("nothing is left").isEmpty();
    }

    @Test
    void f75_rowsThatWereReplacedMeanwhileAreLeftAlone() {
        outbox.queue().append(BatchKind.TOOL_SPANS, owner(), payloads(2));
        gateway.whileOnTheWire(() -> outbox.queue().replace(BatchKind.TOOL_SPANS, owner(), payloads(1)));

        FlushReport report = service.flush();

        assertThat(report.rows()).isZero();
        assertThat(report.pending().rows()).isEqualTo(1);
    }

    @Test
    void f6_f75_aLeftBatchThatLostARowGoesOutUnderANewKey() {
        outbox.queue().append(BatchKind.TOOL_SPANS, new OwnerId("a"), payloads(1));
        outbox.queue().append(BatchKind.TOOL_SPANS, new OwnerId("b"), payloads(1));
        leaveBatchWithUnknownFate();
        outbox.queue().replace(BatchKind.TOOL_SPANS, new OwnerId("a"), payloads(1));

        FlushReport report = service.flush();

        assertThat(gateway.posts().get(13).rows()).containsExactly(2L, 3L);
        assertThat(keysOf(gateway.posts())).hasSize(2);
        assertThat(report.rows()).isEqualTo(2);
        assertThat(warnings).anySatisfy(warning -> assertThat(warning).contains("new key"));
    }

    @Test
    void f77_aLeftBatchIsParkedWhereTheDestinationHasChanged() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);
        leaveBatchWithUnknownFate();
        Destination elsewhere = new Destination("http://elsewhere", "team");

        FlushReport report = newProcess(settings(true, elsewhere, false)).flush();

        assertThat(gateway.posts().subList(13, gateway.posts().size()))
                .extracting(Post::kind)
                .containsExactly(BatchKind.TOOL_SPANS);
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.DESTINATION_CHANGED);
            assertThat(stop.message()).contains("http://ingest");
        });
    }

    @Test
    void aParkedBatchGoesToTheNewDestinationOnDemand() {
        enqueue(BatchKind.EVENTS, 1);
        leaveBatchWithUnknownFate();
        Destination elsewhere = new Destination("http://elsewhere", "team");

        FlushReport report = newProcess(settings(true, elsewhere, true)).flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(keysOf(gateway.posts())).hasSize(2);
    }

    @Test
    void f6_rowsThatCameInMeanwhileDoNotJoinALeftBatch() {
        enqueue(BatchKind.EVENTS, 2);
        leaveBatchWithUnknownFate();
        enqueue(BatchKind.EVENTS, 1);

        service.flush();

        assertThat(gateway.posts().subList(13, 15))
                .extracting(Post::rows)
                .containsExactly(List.of(1L, 2L), List.of(3L));
    }

    @Test
    void f8_aLeftBatchKeepsItsKeyHoweverOldThatIs() {
        enqueue(BatchKind.EVENTS, 2);
        leaveBatchWithUnknownFate();
        time.now = time.now.plus(Duration.ofDays(30));

        newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts()).hasSize(14);
        assertThat(keysOf(gateway.posts())).hasSize(1);
    }

    @Test
    void f14_aProcessThatDiesAfterTheCommitLeavesNothingToSend() {
        enqueue(BatchKind.EVENTS, 2);
        onCommit = () -> {
            onCommit = () -> {};
            throw new Killed();
        };
        assertThatThrownBy(service::flush).isInstanceOf(Killed.class);

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts()).hasSize(1);
        assertThat(report.pending().rows()).isZero();
        assertThat(status().total().sent()).isEqualTo(2);
    }

    /** A kill may leave a batch of each of several kinds. Were a new one sent in between, the next kill would leave two of its kind. */
    @Test
    void f13_whatWasLeftOfAllKindsGoesBeforeWhateverIsNew() {
        enqueue(BatchKind.EVENTS, 6);
        enqueue(BatchKind.TOOL_SPANS, 6);
        leave(BatchKind.EVENTS, 1, 3);
        leave(BatchKind.TOOL_SPANS, 7, 3);

        newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(gateway.posts())
                .extracting(Post::rows)
                .containsExactly(List.of(1L, 2L, 3L), List.of(7L, 8L, 9L), List.of(4L, 5L, 6L), List.of(10L, 11L, 12L));
    }

    /** The youngest row may be in one of them, under a key of its own. */
    @Test
    void o1_whatWasLeftIsSettledBeforeTheYoungestRowIsTried() {
        enqueue(BatchKind.EVENTS, 7);
        LongStream.rangeClosed(1, 7).forEach(row -> leave(BatchKind.EVENTS, row, 1));
        gateway.otherwise(batch -> new ClientError(422, "bad row"));

        FlushReport report = newProcess(settings(true, DESTINATION, false)).flush();

        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.REJECTED);
        assertThat(gateway.posts())
                .extracting(Post::rows)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 7).mapToObj(List::of).toList());
    }

    private void leave(BatchKind kind, long firstRow, int count) {
        KindSpec spec = KaizenKinds.REGISTRY.find(kind).orElseThrow();
        List<EncodedRow> rows = LongStream.range(firstRow, firstRow + count)
                .mapToObj(id -> new EncodedRow(new RowId(id), owner(), "{}".getBytes(UTF_8)))
                .toList();
        Claim left = Claim.sending(
                Lane.of(kind), new IdempotencyKey(new UUID(9, firstRow)), new Batch(spec, ENVELOPE, rows), DESTINATION);
        LaneGrant.Granted granted = (LaneGrant.Granted) store.openLane(left.lane(), Duration.ofMinutes(1));
        assertThat(store.claim(granted.lease(), left, Duration.ofMinutes(1)).isClaimed())
                .isTrue();
    }

    private void leaveBatchWithUnknownFate() {
        IntStream.range(0, 13).forEach(i -> gateway.answer(ANSWER_LOST));
        service.flush();
    }

    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }
}
