package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingExporterTest extends ExporterContract {

    private final RecordingExporter recording = new RecordingExporter("recording");

    @Override
    protected Exporter newExporter() {
        return recording;
    }

    @Override
    protected List<Taken> taken() {
        return recording.batches().stream()
                .map(batch -> new Taken(batch.kind().name(), batch.size()))
                .toList();
    }

    @Test
    void whatItRefusesItDoesNotTakeButCounts() throws Exception {
        recording.refuseWith(new IOException("down"));

        assertThatThrownBy(() -> recording.export(SampleBatches.of(BatchKind.EVENTS, 1)))
                .hasMessage("down");
        recording.takeAgain();
        recording.export(SampleBatches.of(BatchKind.EVENTS, 2));

        assertThat(taken()).containsExactly(new Taken("events", 2));
        assertThat(recording.calls()).isEqualTo(2);
    }

    @Test
    void anErrorIsThrownAsItIs() {
        recording.refuseWith(new StackOverflowError("deep"));

        assertThatThrownBy(() -> recording.export(SampleBatches.of(BatchKind.EVENTS, 1)))
                .isInstanceOf(StackOverflowError.class);
    }
}
