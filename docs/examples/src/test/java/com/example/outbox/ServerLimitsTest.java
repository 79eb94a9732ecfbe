package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The team's server says how much a batch carries, and a service that embeds the outbox obeys, or does not want to. */
class ServerLimitsTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}";

    @TempDir
    Path folder;

    @Test
    void theServersWordHoldsAndIsKnownToTheNextProcessBeforeItAsks() throws Exception {
        try (OneServer server = new OneServer()) {
            server.configuration("{\"events_per_batch_max\": 1}");
            try (OutboxSync sync = sync(server)) {
                sync.enqueue(BatchKind.WORKSPACE_FACTS, new OwnerId("me"), List.of(FACT, FACT));

                assertThat(sync.flush().batches()).isEqualTo(2);
            }

            try (OutboxSync next = sync(server)) {
                assertThat(next.serverOverrides()).hasToString("events_per_batch_max = 1");
            }
        }
    }

    @Test
    void whatIsPinnedStaysAsItIs() throws Exception {
        try (OneServer server = new OneServer();
                OutboxSync sync = sync(server, Overridable.EVENTS_PER_BATCH_MAX)) {
            server.configuration("{\"events_per_batch_max\": 1}");
            sync.enqueue(BatchKind.WORKSPACE_FACTS, new OwnerId("me"), List.of(FACT, FACT));

            assertThat(sync.flush().batches()).isEqualTo(1);
        }
    }

    private OutboxSync sync(OneServer server, Overridable... pinned) {
        return OutboxSync.builder(
                        SqliteOutbox.open(folder.resolve("outbox.db")),
                        HttpIngest.to(server.endpoint(), Secret.of("t0ken")))
                .team("my-team", Secret.of("ab".repeat(32)))
                .pin(pinned)
                .build();
    }
}
