package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A storage that fails stops the flush where it stands, and the report is made all the same. */
class FlushStoreFailureTest extends FlushFixture {

    private static final Stop DISK_FULL = Stop.of(StopReason.STORE, "disk full");

    /** What the storage throws, by the names of its methods and of what is settled. */
    private final Map<String, RuntimeException> broken = new ConcurrentHashMap<>();

    FlushStoreFailureTest() {
        OutboxStore sound = store;
        store = (OutboxStore) Proxy.newProxyInstance(
                OutboxStore.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, args) -> {
                    RuntimeException failure = broken.get(
                            method.getName().equals("settle")
                                    ? args[1].getClass().getSimpleName()
                                    : method.getName());
                    if (failure != null) {
                        throw failure;
                    }
                    try {
                        return method.invoke(sound, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        service = service(settings(true, DESTINATION, false));
    }

    @Test
    void aFailureStopsTheFlushAndIsRecorded() {
        enqueue(BatchKind.EVENTS, 2);
        breakAt("claim");

        FlushReport report = service.flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(0, 0, 0, 2, List.of(DISK_FULL)));
        assertThat(gateway.posts())
                .as("nothing is sent that is not written down")
                .isEmpty();
        assertThat(status().lastError()).contains("disk full");
        assertThat(status().consecutiveFailures()).isEqualTo(1);
    }

    @Test
    void aCommitThatFailsLeavesTheBatchToTheNextFlushUnderTheSameKey() {
        enqueue(BatchKind.EVENTS, 2);
        breakAt("Sent");
        service.flush();
        broken.clear();

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(keysOf(gateway.posts())).hasSize(1);
        assertThat(exporter.rows).containsExactly(1L, 2L);
    }

    @Test
    void whereTheStorageFailsForGoodTheReportSaysSoOnceAndCountsFromTheStart() {
        enqueue(BatchKind.EVENTS, 5);
        enqueue(BatchKind.SESSION_FEEDBACK, 1);
        enqueue(new BatchKind("spaceships"), 1);
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 2) {
                breakAt("Sent");
                breakAt("recordFailure");
                onCommit = () -> breakAt("backlog");
            }
        });
        onCommit = () -> breakAt("recordFailure");

        FlushReport report = service.flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 3, 0, 4, List.of(DISK_FULL)));
    }

    @Test
    void deadRowsDoNotCountAsPendingWhereNobodyCanCount() {
        enqueue(new BatchKind("spaceships"), 1);
        enqueue(BatchKind.EVENTS, 3);
        onCommit = () -> breakAt("backlog");

        FlushReport report = service.flush();

        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 3, 1, 0, List.of(DISK_FULL)));
    }

    @Test
    void aFailureThatCannotBeRecordedIsInTheReport() {
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(new ClientError(404, ""));
        breakAt("recordFailure");

        FlushReport report = service.flush();

        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.CLIENT_ERROR, StopReason.STORE);
        assertThat(report.pending().rows()).isEqualTo(1);
    }

    @Test
    void aStorageThatOnlyKeepsUsWaitingIsBusy() {
        enqueue(BatchKind.EVENTS, 1);
        broken.put("claim", OutboxStoreException.busy("locked", new IllegalStateException()));

        FlushReport report = service.flush();

        assertThat(report.stops()).containsExactly(Stop.of(StopReason.BUSY, "locked"));
        assertThat(status().consecutiveFailures()).isZero();
    }

    @Test
    void whatIsWrongWithOneKindStopsThatKindAlone() {
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.SESSION_FEEDBACK, 1);
        gateway.answer(new ClientError(404, ""));
        broken.put("Released", OutboxStoreException.ofOneKind("nonsense", new IllegalStateException()));

        FlushReport report = service.flush();

        assertThat(report.stops()).extracting(Stop::kind).containsExactly(Optional.of(BatchKind.EVENTS));
        assertThat(report.stops()).extracting(Stop::reason).containsExactly(StopReason.STORE);
        assertThat(report.rows()).isEqualTo(1);
    }

    private void breakAt(String method) {
        broken.put(method, new OutboxStoreException("disk full"));
    }
}
