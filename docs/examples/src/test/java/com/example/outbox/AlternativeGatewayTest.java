package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.InMemoryOutbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a service that embeds an outbox is tested: no file, no network, and a gateway that does what the test is about. */
class AlternativeGatewayTest {

    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final List<Integer> batchSizes = new ArrayList<>();

    private OutboxSync syncWith(IngestGateway gateway) {
        return OutboxSync.builder(outbox, new InMemoryIngest())
                .team("my-team", Secret.of("ab".repeat(32)))
                .gateway(gateway)
                .build();
    }

    @Test
    void aGatewayIsAFunctionFromABatchToWhatBecameOfIt() {
        IngestGateway accepting = batch -> journal -> {
            batchSizes.add(batch.size());
            return new IngestOutcome.Accepted(batch.size(), 0);
        };
        try (OutboxSync sync = syncWith(accepting)) {
            sync.enqueue(BatchKind.EVENTS, new OwnerId("me"), List.of("{}", "{}"));

            sync.flush();
        }

        assertThat(batchSizes).containsExactly(2);
        assertThat(outbox.rows()).allMatch(row -> row.sent());
    }

    @Test
    void aTokenThatWasRevokedStopsTheFlushAndKeepsTheRows() {
        try (OutboxSync sync = syncWith(batch -> journal -> new IngestOutcome.Unauthorized("revoked"))) {
            sync.enqueue(BatchKind.EVENTS, new OwnerId("me"), List.of("{}"));

            FlushReport report = sync.flush();

            assertThat(report.gravest()).map(Stop::reason).contains(StopReason.UNAUTHORIZED);
            assertThat(sync.status().total().pending()).isEqualTo(1);
        }
    }
}
