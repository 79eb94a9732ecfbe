package io.kaizen.sync.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
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

    /** Readers do it beside the sender; left to the port's default, it would be done by the sender. */
    @Test
    void theGatewayItselfMakesParcels() {
        gateway.wrap(SampleBatches.events(1));
        gateway.wrap(SampleBatches.of(BatchKind.EVENTS, List.of("{}")));

        assertThat(calls).containsExactly("made", "wrapped", "wrapped");
    }

    private final class Recorder implements IngestGateway {

        @Override
        public IngestOutcome send(Batch batch, Attempts attempts) {
            calls.add("sent");
            return Accepted.UNCOUNTED;
        }

        @Override
        public Parcel wrap(Batch batch) {
            calls.add("wrapped");
            return attempts -> send(batch, attempts);
        }
    }
}
