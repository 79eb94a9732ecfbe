package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.service.FlushOutboxService;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a flush asks of its store and its gateway, counted: a flush that asks for more is a slower one, whatever the machine. */
class FlushCostTest extends FlushFixture {

    private static final int BATCHES = 5;
    private static final int ROWS_PER_BATCH = 3;

    private final List<String> writes = new ArrayList<>();

    @Test
    void aBatchTakesOnePostAndOneWrite() {
        enqueue(BatchKind.EVENTS, BATCHES * ROWS_PER_BATCH);

        FlushReport report = flushCounting();

        assertThat(report.batches()).isEqualTo(BATCHES);
        assertThat(gateway.posts()).hasSize(BATCHES);
        assertThat(writes)
                .containsExactly(
                        "openLane",
                        "claim",
                        "commitAndClaim 1",
                        "commitAndClaim 1",
                        "commitAndClaim 1",
                        "commitAndClaim 1",
                        "commit",
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
        assertThat(writes).filteredOn("commitAndClaim 3"::equals).hasSize(BATCHES - 1);
        assertThat(writes).filteredOn(write -> write.startsWith("commit")).hasSize(BATCHES - 1 + 3);
        assertThat(writes).filteredOn("acceptAndClaim"::equals).hasSize(2 * (BATCHES - 1));
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

        assertThat(writes).contains("commitAndClaim 2").doesNotContain("commitAndClaim 3");
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

    /** It has no keys: what is sent again after a kill it has twice. */
    @Test
    void withExportersNoMoreThanOneBatchWaitsForItsCommit() {
        for (int row = 0; row < BATCHES * ROWS_PER_BATCH; row++) {
            enqueue(BatchKind.EVENTS, 1);
            enqueue(BatchKind.TOOL_SPANS, 1);
        }
        store = counting(store);

        service(settings(true, DESTINATION, false)).flush();

        assertThat(writes).contains("commitAndClaim 1").doesNotContain("commitAndClaim 2");
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
                "commit",
                "release",
                "setAside",
                "deadLetter",
                "acknowledge",
                "closeLane");
        return (OutboxStore) Proxy.newProxyInstance(
                OutboxStore.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commitAndClaim")) {
                        writes.add("commitAndClaim " + ((List<?>) arguments[0]).size());
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
