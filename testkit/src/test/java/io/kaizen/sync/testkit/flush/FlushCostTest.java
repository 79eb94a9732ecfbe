package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a flush asks of its store and its gateway, counted: a flush that asks for more is a slower one, whatever the machine. */
class FlushCostTest extends FlushFixture {

    private static final int BATCHES = 5;
    private static final int ROWS_PER_BATCH = 3;

    private final List<String> writes = new CopyOnWriteArrayList<>();
    private Runnable beforeCommit = () -> {};

    @Test
    void aBatchTakesOnePostOneSyncedWriteAndOneCommit() {
        enqueue(BatchKind.EVENTS, BATCHES * ROWS_PER_BATCH);

        FlushReport report = flushCounting();

        assertThat(report.batches()).isEqualTo(BATCHES);
        assertThat(gateway.posts()).hasSize(BATCHES);
        assertThat(writes)
                .containsExactly(
                        "openLane",
                        "claim",
                        "acceptAndClaim",
                        "commit 1",
                        "acceptAndClaim",
                        "commit 1",
                        "acceptAndClaim",
                        "commit 1",
                        "acceptAndClaim",
                        "commit 1",
                        "commit 1",
                        "closeLane");
    }

    @Test
    void batchesOfKindsThatTakeTurnsAreCommittedTogether() {
        for (int row = 0; row < BATCHES * ROWS_PER_BATCH; row++) {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            enqueue(BatchKind.SESSION_EVALS, 1);
        }

        FlushReport report = flushCounting();

        assertThat(report.batches()).isEqualTo(3 * BATCHES);
        assertThat(writes).filteredOn("commit 3"::equals).hasSize(BATCHES - 1);
        assertThat(writes).filteredOn(write -> write.startsWith("commit")).hasSize(BATCHES - 1 + 3);
        assertThat(writes).filteredOn("acceptAndClaim"::equals).hasSize(3 * (BATCHES - 1));
    }

    /** What the server took a minute ago would look unsent as long as POSTs of other kinds are under way. */
    @Test
    void whereTheServerIsSlowACommitWaitsForOneOtherPostAtMost() {
        gateway.whileOnTheWire(() -> time.now = time.now.plusSeconds(2));
        for (int row = 0; row < BATCHES * ROWS_PER_BATCH; row++) {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            enqueue(BatchKind.SESSION_EVALS, 1);
        }

        flushCounting();

        assertThat(writes).contains("commit 2").doesNotContain("commit 3");
    }

    /** What is held back is on disk as accepted: only what was on the wire goes out again. */
    @Test
    void aKillCostsOnePostHoweverManyCommitsAreHeldBack() {
        for (int row = 0; row < 2 * ROWS_PER_BATCH; row++) {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
            enqueue(BatchKind.SESSION_EVALS, 1);
        }
        // In the second round, when two batches wait for their commit.
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 5) {
                throw new IllegalStateException("killed");
            }
        });
        FlushOutboxService killed = service(settings(true, DESTINATION, false), List.of());
        assertThatIllegalStateException().isThrownBy(killed::flush).withMessage("killed");
        gateway.whileOnTheWire(() -> {});

        FlushReport report =
                newProcess(settings(true, DESTINATION, false), List.of()).flush();

        assertThat(report.pending()).isZero();
        assertThat(gateway.posts()).hasSize(7);
        assertThat(keysOf(gateway.posts())).hasSize(6);
    }

    @Test
    void aBatchIsCommittedWhileTheNextIsOnTheWire() {
        enqueue(BatchKind.EVENTS, 3 * ROWS_PER_BATCH);
        CountDownLatch nextIsOnTheWire = new CountDownLatch(1);
        meanwhile = threads;
        beforeCommit = () -> await(nextIsOnTheWire);
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 2) {
                nextIsOnTheWire.countDown();
            }
        });

        FlushReport report = flushCounting();

        assertThat(report.batches()).isEqualTo(3);
    }

    /** It has no keys: what is sent again after a kill it has twice. */
    @Test
    void withExportersNoMoreThanOneBatchWaitsForItsCommit() {
        for (int row = 0; row < BATCHES * ROWS_PER_BATCH; row++) {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
        }
        store = counting(store);

        service(settings(true, DESTINATION, false)).flush();

        assertThat(writes).contains("commit 1").doesNotContain("commit 2", "acceptAndClaim");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private FlushReport flushCounting() {
        store = counting(store);
        return service(settings(true, DESTINATION, false), List.of()).flush();
    }

    /** Passes everything on, and writes down what was to be written. */
    private OutboxStore counting(OutboxStore counted) {
        List<String> asked = List.of(
                "openLane",
                "claim",
                "acceptAndClaim",
                "update",
                "release",
                "setAside",
                "deadLetter",
                "acknowledge",
                "closeLane");
        return (OutboxStore) Proxy.newProxyInstance(
                OutboxStore.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        beforeCommit.run();
                        writes.add("commit " + ((List<?>) arguments[0]).size());
                    } else if (asked.contains(method.getName())) {
                        writes.add(method.getName());
                    }
                    try {
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
