package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
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
}
