package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.InMemoryOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainJavaTest {

    private static final Secret SALT = Secret.of("ab".repeat(32));

    @TempDir
    Path folder;

    @Test
    void sendsTheRowAndLeavesNoThreadBehind() throws Exception {
        try (OneServer server = new OneServer()) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();

            FlushReport report =
                    PlainJava.sendOneFact(folder.resolve("outbox.db"), server.endpoint(), Secret.of("t0ken"), SALT);

            assertThat(report.rows()).isEqualTo(1);
            assertThat(server.onlyRequest().target()).isEqualTo("/v1/workspace-facts");
            assertThat(OurThreads.startedSince(before)).isEmpty();
        }
    }

    @Test
    void r10_aProgramThatForgetsToCloseEndsAllTheSame() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (OutboxSync sync = OutboxSync.builder(new InMemoryOutbox(), new InMemoryIngest())
                .team("my-team", SALT)
                .build()) {
            sync.start(Duration.ofHours(1));

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread ->
                            !before.contains(thread) && thread.getName().startsWith("kaizen-"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }
}
