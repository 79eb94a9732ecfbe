package io.kaizen.sync.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.testkit.SampleBatches;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyIngestGatewayTest {

    private final List<String> calls = new ArrayList<>();
    private final LazyIngestGateway gateway = new LazyIngestGateway(() -> {
        calls.add("made");
        return new Recorder();
    });

    @Test
    void nothingIsMadeBeforeItIsNeeded() {
        assertThat(calls).isEmpty();
    }

    @Test
    void theGatewayIsMadeOnceAndPreparesEachBatch() {
        gateway.prepare(SampleBatches.events(1));
        gateway.prepare(SampleBatches.of(BatchKind.EVENTS, List.of("{}")));

        assertThat(calls).containsExactly("made", "prepared", "prepared");
    }

    private final class Recorder implements IngestGateway {

        @Override
        public PreparedBatch prepare(Batch batch) {
            calls.add("prepared");
            return journal -> Accepted.UNCOUNTED;
        }
    }
}
