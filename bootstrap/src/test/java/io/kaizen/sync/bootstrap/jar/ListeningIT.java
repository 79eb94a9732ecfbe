package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which doors the program opens: none to flush, and the ingest server's only to its own machine. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class ListeningIT {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void makeAHome() {
        cli = new CliFixture(folder);
    }

    @Test
    void f132_aFlushListensOnNothing() throws Exception {
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        try (ScriptedIngest server = ScriptedIngest.start().reply(Reply.stallAfter(""))) {
            cli.config(server.endpoint());
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, cli.arguments("run"))) {
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> !server.requests().isEmpty());

                assertThat(run.listening()).isEmpty();
            }
        }
    }

    @Test
    void f132_theIngestServerAndTheDemoListenToTheirOwnMachineOnly() throws Exception {
        for (String command : List.of("ingest-server", "demo")) {
            try (KaizenSyncJar server = KaizenSyncJar.start(folder, cli.arguments(command))) {
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> !server.listening().isEmpty());

                assertThat(server.listening())
                        .as(command)
                        .hasSize(1)
                        .allMatch(address -> address.getAddress().isLoopbackAddress());
            }
        }
    }
}
