package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.outbox.OutboxConfiguration.OutboxProperties;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxConfigurationTest {

    @TempDir
    Path folder;

    @Test
    void theSyncIsRunningWhenItIsWiredAndItsThreadsEndWithIt() throws Exception {
        OutboxConfiguration configuration = new OutboxConfiguration();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (OneServer server = new OneServer()) {
            OutboxProperties properties = new OutboxProperties(
                    folder.resolve("outbox.db"),
                    server.endpoint(),
                    Secret.of("t0ken"),
                    "my-team",
                    Secret.of("ab".repeat(32)),
                    Duration.ofHours(1));

            try (OutboxSync sync = configuration.outboxSync(
                    properties,
                    configuration.outbox(properties),
                    configuration.ingest(properties),
                    FlushListener.NONE)) {
                sync.enqueue(
                        BatchKind.WORKSPACE_FACTS,
                        new OwnerId("me"),
                        List.of("{\"skill_slugs\":[],\"rule_slugs\":[]}"));

                assertThat(server.awaitRequest()).isTrue();
            }
        }

        assertThat(OurThreads.startedSince(before)).isEmpty();
    }
}
