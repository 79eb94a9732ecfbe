package io.kaizen.sync.bootstrap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.bootstrap.server.IngestLedger.Counts;
import io.kaizen.sync.bootstrap.server.IngestLedger.Receipt;
import io.kaizen.sync.domain.kind.BatchKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IngestLedgerTest {

    private static final Fingerprint BODY = new Fingerprint(1, 2);

    private final IngestLedger ledger = new IngestLedger();

    @Test
    void theOldestKeyIsForgottenWhenThereAreTooMany() {
        for (int i = 0; i <= IngestLedger.MAX_KEYS; i++) {
            ledger.store(emptyBatch(i));
        }

        assertThat(ledger.store(emptyBatch(1))).isEqualTo(new Receipt.Replayed(new Counts(0, 0)));
        assertThat(ledger.store(emptyBatch(0))).isInstanceOf(Receipt.Stored.class);
    }

    @Test
    void eightThreadsWithTheSameBatchesStoreEachOnce() throws Exception {
        int threads = 8;
        int batches = 5_000;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            done.add(pool.submit(() -> {
                together.await();
                for (int i = 0; i < batches; i++) {
                    ledger.store(batchOf(i, new Fingerprint(i, 7)));
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get();
        }
        pool.shutdown();

        assertThat(ledger.snapshot().of(BatchKind.EVENTS))
                .isEqualTo(new KindTally(BatchKind.EVENTS, batches, batches, 0, 0));
        assertThat(ledger.snapshot().replays()).isEqualTo((threads - 1L) * batches);
    }

    @Test
    void aSnapshotDoesNotChangeAfterwards() {
        LedgerSnapshot before = ledger.snapshot();

        ledger.store(emptyBatch(1));
        ledger.countAnswer(202);

        assertThat(before.of(BatchKind.EVENTS).batches()).isZero();
        assertThat(before.answered(202)).isZero();
        assertThat(ledger.snapshot().of(BatchKind.EVENTS).batches()).isEqualTo(1);
    }

    @Test
    void aKindWithoutARouteHasNothingAndCannotBeStored() {
        ReceivedBatch feedback = new ReceivedBatch(BatchKind.SESSION_FEEDBACK, new UUID(0, 1), BODY, List.of(), false);

        assertThat(ledger.snapshot().of(BatchKind.SESSION_FEEDBACK).stored()).isZero();
        assertThatThrownBy(() -> ledger.store(feedback)).hasMessageContaining("session_feedback");
    }

    private static ReceivedBatch emptyBatch(int number) {
        return batchOf(number);
    }

    private static ReceivedBatch batchOf(int number, Fingerprint... rows) {
        return new ReceivedBatch(BatchKind.EVENTS, new UUID(0, number), BODY, List.of(rows), true);
    }
}
