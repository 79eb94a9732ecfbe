package io.kaizen.sync.application.export;

import static io.kaizen.sync.application.Fixtures.batchOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.report.ExporterTally;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the fan-out knows of exporters that take a part, and what it counts. */
@Timeout(30)
class FanOutAccountsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExporterLedger ledger = new ExporterLedger();
    private Instant now = Instant.EPOCH;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void f112_ofABatchThatWasTakenInPartOnlyTheRestIsHandedOutAgain() {
        Scripted scripted = new Scripted(batch -> {
            throw new ExportException("chunk 2 of 2: 500", batch.rowIds().subList(0, 2), null);
        });
        FanOut fanOut = fanOut(scripted);

        List<Failure> failures = fanOut.start(batchOf(1, 2, 3), ledger).await().failures();
        scripted.next = batch -> {};
        boolean complete = fanOut.start(batchOf(1, 2, 3), ledger).await().isComplete();

        assertThat(failures).containsExactly(new Failure("scripted", "chunk 2 of 2: 500"));
        assertThat(complete).isTrue();
        assertThat(scripted.given).containsExactly("[1, 2, 3]", "[3]");
    }

    @Test
    void batchesRowsFailuresAndTimeAreCountedPerFlush() {
        Scripted scripted = new Scripted(batch -> {
            now = now.plusMillis(20);
        });
        FanOut fanOut = fanOut(scripted);

        fanOut.start(batchOf(1, 2, 3), ledger).await();
        scripted.next = batch -> {
            now = now.plusMillis(5);
            throw new ExportException("no", List.of(batch.rowIds().get(0)), null);
        };
        fanOut.start(batchOf(4, 5), ledger).await();

        assertThat(fanOut.tallies()).containsExactly(new ExporterTally("scripted", 1, 4, 1, Duration.ofMillis(25)));

        fanOut.countAnew();

        assertThat(fanOut.tallies()).containsExactly(ExporterTally.none("scripted"));
    }

    @Test
    void aClockThatIsSetBackTakesNoTimeBack() {
        FanOut fanOut = fanOut(new Scripted(batch -> now = now.minusSeconds(3600)));

        fanOut.start(batchOf(1), ledger).await();

        assertThat(fanOut.tallies()).containsExactly(new ExporterTally("scripted", 1, 1, 0, Duration.ZERO));
    }

    private FanOut fanOut(Exporter exporter) {
        return new FanOut(List.of(exporter), threads, Duration.ofSeconds(30), () -> now);
    }

    private interface Export {
        void of(Batch batch) throws Exception;
    }

    private static final class Scripted implements Exporter {

        private final List<String> given = new ArrayList<>();
        private Export next;

        Scripted(Export next) {
            this.next = next;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void export(Batch batch) throws Exception {
            given.add(batch.rowIds().stream().map(RowId::value).toList().toString());
            next.of(batch);
        }
    }
}
