package io.kaizen.sync.testkit.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.RetryingGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several requests on the wire, by real threads. */
class FlushLanesTest extends FlushFixture {

    private static final int LANES = 4;
    private static final OwnerId FIRST = ownerIn(0);
    private static final OwnerId SECOND = ownerIn(1);
    private static final IngestOutcome REFUSED = new ClientError(422, "bad row");

    private final List<Batch> arrived = new ArrayList<>();
    private long nextKeyOfLanes;

    @Test
    void batchesOfTwoLanesAreOnTheWireAtATime() {
        enqueueOfOwners(24, 8);
        CountDownLatch two = new CountDownLatch(2);

        // The first POST ends when another one is on the wire: one by one it never would.
        FlushReport report = flush(2, batch -> {
            two.countDown();
            assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
            return accept(batch);
        });

        assertThat(report.stops()).isEmpty();
        assertThat(report.rows()).isEqualTo(24);
    }

    @Test
    void theRowsOfAnOwnerArriveInOrderAlsoWhereBatchesAreSplit() {
        enqueueOfOwners(200, 11);

        FlushReport report = flush(
                LANES,
                batch -> batch.size() > 1 && batch.rows().get(0).id().value() % 3 == 0
                        ? new TooLarge("")
                        : accept(batch));

        assertThat(report.rows()).isEqualTo(200);
        assertThat(report.pending().rows()).isZero();
        Map<OwnerId, RowId> last = new HashMap<>();
        for (Batch batch : arrived) {
            for (EncodedRow row : batch.rows()) {
                RowId before = last.put(row.owner(), row.id());
                assertThat(before == null || row.id().isAfter(before))
                        .as("%s behind %s", row.id(), before)
                        .isTrue();
            }
        }
    }

    @Test
    void onlyOneBatchOfAnOwnerIsOnTheWire() {
        enqueueOfOwners(30, 1);
        List<Batch> onTheWire = new ArrayList<>();

        FlushReport report = flush(LANES, batch -> {
            synchronized (onTheWire) {
                onTheWire.add(batch);
                assertThat(onTheWire).hasSize(1);
            }
            IngestOutcome outcome = accept(batch);
            synchronized (onTheWire) {
                onTheWire.remove(batch);
            }
            return outcome;
        });

        assertThat(report.rows()).isEqualTo(30);
    }

    /** The youngest row belongs to a lane that waits for an answer: order forbids to send it, and another row is tried. */
    @Test
    void o1_theYoungestRowIsTriedWhereItsLaneIsFree() {
        enqueue(SECOND, 3);
        enqueue(FIRST, 30);
        enqueue(SECOND, 1);
        CountDownLatch youngestWasTried = new CountDownLatch(1);
        List<OwnerId> onTheWire = new CopyOnWriteArrayList<>();
        AtomicInteger posts = new AtomicInteger();

        FlushReport report = flush(2, batch -> {
            OwnerId owner = batch.rows().get(0).owner();
            assertThat(onTheWire).doesNotContain(owner);
            onTheWire.add(owner);
            try {
                if (owner.equals(SECOND)) {
                    assertThat(youngestWasTried.await(30, TimeUnit.SECONDS)).isTrue();
                    return accept(batch);
                }
                if (posts.incrementAndGet() == 12) {
                    youngestWasTried.countDown();
                }
                return REFUSED;
            } finally {
                onTheWire.remove(owner);
            }
        });

        assertThat(report.rows()).isEqualTo(4);
        assertThat(report.deadLettered()).isEqualTo(30);
    }

    /** Its acceptance makes a second one needless, and a row out of turn is one whose order is broken. */
    @Test
    void o1_oneRowIsTriedOutOfTurnAtATime() {
        enqueue(FIRST, 20);
        enqueue(SECOND, 20);
        CountDownLatch two = new CountDownLatch(2);
        AtomicBoolean both = new AtomicBoolean();

        flush(2, batch -> {
            if (batch.rows().get(0).id().value() % 20 < 18) {
                return REFUSED;
            }
            two.countDown();
            // Time enough for the other worker, if it may send one too.
            both.compareAndSet(false, two.await(200, TimeUnit.MILLISECONDS) && arrived.isEmpty());
            return accept(batch);
        });

        assertThat(arrived).isNotEmpty();
        assertThat(both).isFalse();
    }

    private static void awaitThat(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** The answer that is still to come may be the acceptance that proves the rows bad and not the server. */
    @Test
    void o1_aKindDoesNotStopWhileABatchIsOnTheWire() {
        enqueue(SECOND, 3);
        enqueue(FIRST, 60);
        AtomicInteger posts = new AtomicInteger();
        AtomicReference<Thread> worker = new AtomicReference<>();
        CountDownLatch allButOne = new CountDownLatch(1);

        FlushReport report = flush(2, batch -> {
            if (batch.rows().get(0).owner().equals(SECOND)) {
                assertThat(allButOne.await(30, TimeUnit.SECONDS)).isTrue();
                awaitThat(() -> worker.get().getState() != Thread.State.RUNNABLE);
                return accept(batch);
            }
            worker.set(Thread.currentThread());
            if (posts.incrementAndGet() == 24) {
                allButOne.countDown();
            }
            return REFUSED;
        });

        assertThat(report.stops()).isEmpty();
        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.deadLettered()).isEqualTo(60);
    }

    private void enqueue(OwnerId owner, int rows) {
        outbox.queue().append(BatchKind.EVENTS, owner, payloads(rows));
    }

    /** An owner whose rows belong to that one of two lanes. */
    private static OwnerId ownerIn(int lane) {
        return IntStream.range(0, 100)
                .mapToObj(number -> new OwnerId("owner-" + number))
                .filter(owner -> owner.shareOf(2) == lane)
                .findFirst()
                .orElseThrow();
    }

    private void enqueueOfOwners(int rows, int owners) {
        IntStream.range(0, rows)
                .forEach(row -> outbox.queue()
                        .append(
                                BatchKind.EVENTS,
                                new OwnerId("session-" + row % owners),
                                List.of("{}".getBytes(UTF_8)).iterator()));
    }

    private IngestOutcome accept(Batch batch) {
        synchronized (arrived) {
            arrived.add(batch);
        }
        return new Accepted(batch.size(), 0);
    }

    private interface Server {
        IngestOutcome answer(Batch batch) throws Exception;
    }

    private FlushReport flush(int lanes, Server server) {
        IngestGateway ingest = batch -> journal -> {
            journal.begin();
            try {
                return server.answer(batch);
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        };
        FlushSettings settings = settings(true, DESTINATION, false).withLanes(lanes);
        return new FlushOutboxService(
                        settings,
                        new FlushOutboxService.Ports(
                                store,
                                new RetryingGateway(ingest, settings.retries(), time, new SplittableRandom(2)),
                                (spec, row) ->
                                        new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload())),
                                () -> new IdempotencyKey(new UUID(1, ++nextKeyOfLanes)),
                                List.of(),
                                threads,
                                time,
                                time,
                                new SplittableRandom(1),
                                witness,
                                threads))
                .flush();
    }
}
