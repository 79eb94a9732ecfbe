package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a flush asks of its store and its gateway, counted: a flush that asks for more is a slower one, whatever the machine. */
class FlushCostTest extends FlushFixture {

    private static final int BATCHES = 5;
    private static final int ROWS_PER_BATCH = 3;

    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Test
    void aBatchTakesOneClaimOnePostAndOneSettlement() {
        enqueue(BatchKind.EVENTS, BATCHES * ROWS_PER_BATCH);
        store = counting(store);

        FlushReport report =
                service(settings(true, DESTINATION, false), List.of()).flush();

        assertThat(report.batches()).isEqualTo(BATCHES);
        assertThat(gateway.posts()).hasSize(BATCHES);
        assertThat(calls)
                .containsExactly(
                        "bound",
                        "backlog",
                        "openLane",
                        "complete",
                        "claim",
                        "Sent",
                        "claim",
                        "Sent",
                        "claim",
                        "Sent",
                        "claim",
                        "Sent",
                        "claim",
                        "Sent",
                        "complete",
                        "closeLane",
                        "complete",
                        "backlog");
    }

    /** It has no keys: what is sent again after a kill it has twice. */
    @Test
    void withExportersACommitIsCompleteBeforeTheNextClaim() {
        enqueue(BatchKind.EVENTS, 2 * ROWS_PER_BATCH);
        store = counting(store);

        service(settings(true, DESTINATION, false)).flush();

        assertThat(calls).containsSubsequence("claim", "Sent", "complete", "claim", "Sent", "complete", "closeLane");
    }

    /** Passes everything on, and writes down what was asked; pages are read on other threads. */
    private OutboxStore counting(OutboxStore counted) {
        return (OutboxStore) Proxy.newProxyInstance(
                OutboxStore.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("settle")) {
                        calls.add(arguments[1].getClass().getSimpleName());
                    } else if (!method.getName().equals("page")) {
                        calls.add(method.getName());
                    }
                    try {
                        return method.invoke(counted, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
