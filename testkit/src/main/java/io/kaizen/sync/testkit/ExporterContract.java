package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Exporter} owes to the flush. */
public abstract class ExporterContract {

    private Exporter exporter;

    /** A batch, as far as the other side of any exporter can tell. */
    public record Taken(String kind, int items) {}

    /** A new exporter on the same other side. */
    protected abstract Exporter newExporter() throws Exception;

    /** What has arrived at the other side so far, in order. */
    protected abstract List<Taken> taken() throws Exception;

    /** Whether batches of {@code kind} are anything to the other side. Where not, they are taken, and nothing arrives. */
    protected boolean arrives(BatchKind kind) {
        return true;
    }

    static List<BatchKind> kinds() {
        return SampleBatches.kinds();
    }

    @BeforeEach
    void open() throws Exception {
        exporter = newExporter();
    }

    @AfterEach
    void close() throws Exception {
        exporter.close();
    }

    @Test
    void itsNameIsShortStableAndFitForALog() {
        assertThat(exporter.name()).matches("[a-z0-9_-]{1,32}").isEqualTo(exporter.name());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aBatchOfAnyKindIsTakenWhole(BatchKind kind) throws Exception {
        exporter.export(SampleBatches.of(kind, 3));

        assertThat(taken()).isEqualTo(arrives(kind) ? List.of(new Taken(kind.name(), 3)) : List.of());
    }

    @Test
    void batchesAreTakenOneAfterTheOtherInOrder() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, 2));
        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 1));
        exporter.export(SampleBatches.of(BatchKind.EVENTS, 1));

        assertThat(taken()).containsExactly(new Taken("events", 2), new Taken("tool_spans", 1), new Taken("events", 1));
    }

    @Test
    void theRowsAreNotTouchedSinceTheIngestGatewayReadsThemAtTheSameTime() throws Exception {
        Batch batch = SampleBatches.of(BatchKind.EVENTS, 2);
        List<byte[]> before =
                batch.rows().stream().map(EncodedRow::json).map(byte[]::clone).toList();

        exporter.export(batch);

        for (int i = 0; i < before.size(); i++) {
            assertThat(Arrays.equals(batch.rows().get(i).json(), before.get(i))).isTrue();
        }
    }

    @Test
    void nothingIsTakenByHalvesWhenTheTimeIsUpAndTheNextBatchGoesThrough() throws Exception {
        boolean reportedAsTaken = exportInterrupted(SampleBatches.of(BatchKind.EVENTS, 2));

        exporter.export(SampleBatches.of(BatchKind.TOOL_SPANS, 1));

        List<Taken> arrived = taken();
        assertThat(arrived).endsWith(new Taken("tool_spans", 1)).hasSizeBetween(1, 2);
        if (reportedAsTaken) {
            assertThat(arrived).startsWith(new Taken("events", 2));
        }
    }

    private boolean exportInterrupted(Batch batch) {
        Thread.currentThread().interrupt();
        try {
            exporter.export(batch);
            return true;
        } catch (Exception notTaken) {
            assertThat(notTaken).message().isNotBlank();
            return false;
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whatWasTakenIsStillThereForTheNextExporter() throws Exception {
        exporter.export(SampleBatches.of(BatchKind.EVENTS, 2));
        exporter.close();

        try (Exporter next = newExporter()) {
            next.export(SampleBatches.of(BatchKind.EVENTS, 1));
        }

        assertThat(taken()).containsExactly(new Taken("events", 2), new Taken("events", 1));
    }

    @Test
    void closingTwiceDoesNoHarm() {
        exporter.close();

        assertThatCode(exporter::close).doesNotThrowAnyException();
    }
}
