package io.kaizen.sync.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All parts together, on a real file and a real socket. */
class EngineTest {

    @TempDir
    private Path folder;

    private final ScriptedIngest server = ScriptedIngest.start();
    private final StoppingSleeper sleeper = new StoppingSleeper();
    private CliFixture cli;

    @BeforeEach
    void enqueueTwoRows() {
        cli = new CliFixture(folder);
        String row = "{\"skill_slugs\":[],\"rule_slugs\":[]}";
        cli.input(row + "\n" + row).run("enqueue", "--kind", "workspace_facts");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theExportersThatAreConfiguredGetEachBatch() throws Exception {
        cli.config(server.endpoint(), "[[telemetry.exporters]]", "type = \"file\"");

        flush();

        assertThat(Files.readAllLines(cli.database().resolveSibling("telemetry.ndjson")))
                .singleElement()
                .asString()
                .contains("workspace_facts");
    }

    @Test
    void aSecondRequestWaitsForItsTurn() {
        cli.config(server.endpoint(), "events_per_batch_max = 1", "max_requests_per_second = 0.001");

        flush();

        assertThat(server.requests()).hasSize(1);
        assertThat(sleeper.asked).first().satisfies(wait -> assertThat(wait).isGreaterThan(Duration.ofMinutes(1)));
    }

    @Test
    void f95_whatWasSentLongAgoIsPurgedUnlessItIsToBeKept() {
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET sent = 1");
        Outboxes.execute(cli.database(), "INSERT INTO outbox_sent_mark VALUES ('workspace_facts', 1000, 1)");

        cli.config(server.endpoint(), "retain_sent_days = 0");
        flush();
        assertThat(cli.run("verify").out()).contains("2 enqueued = 0 pending + 2 sent + 0 dead");

        cli.config(server.endpoint());
        flush();
        assertThat(cli.run("verify").out()).contains("2 enqueued = 0 pending + 2 sent (1 kept, 1 purged) + 0 dead");
    }

    private void flush() {
        try (Engine engine = Engine.assemble(load(), new FlushOptions(sleeper, FlushListener.NONE, false))) {
            engine.flush();
        }
    }

    private KaizenConfig load() {
        Workspace workspace =
                Workspace.locate(Optional.of(cli.workspace()), Optional.of(cli.home()), Optional.empty(), Map.of());
        return ConfigLoader.load(workspace, Map.of(), List.of());
    }

    /** Takes the first wish for sleep as the user's wish to stop. */
    private static final class StoppingSleeper implements Sleeper {

        private final List<Duration> asked = new ArrayList<>();

        @Override
        public boolean sleep(Duration duration) {
            asked.add(duration);
            return false;
        }

        @Override
        public boolean isStopRequested() {
            return !asked.isEmpty();
        }
    }
}
