package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says over the files, from its answer to the commands that show it and those that obey it. */
class ServerConfigTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}\n";
    private static final String EVENT = "{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":1,\"agent\":\"a\","
            + "\"model\":\"m\",\"kind\":\"hook\",\"source\":\"hook\",\"payload\":null}\n";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueFiveFacts() {
        cli = new CliFixture(folder);
        enqueueFacts();
    }

    @Test
    void aRunPacksAsTheServerWantsAndBothStatusAndConfigSayWhy() throws IOException {
        try (IngestServer server = server(Map.of("events_per_batch_max", 2))) {
            cli.config(server.url().toString(), "events_per_batch_max = 4");
            long before = System.currentTimeMillis();

            Run run = cli.run("run", "--once");

            assertThat(run.out()).isEqualToIgnoringNewLines("sent 5 rows in 3 batches, 0 pending");
            assertThat(run.err()).contains("the server overrides events_per_batch_max = 2");
            JsonNode said = cli.run("status", "--json").json().get("server_config");
            assertThat(said.get("events_per_batch_max").asInt()).isEqualTo(2);
            assertThat(said.get("since_ms").asLong()).isBetween(before, System.currentTimeMillis());
            assertThat(cli.run("status").out()).containsPattern("server sets   events_per_batch_max = 2 \\(since 20");
            assertThat(cli.run("config", "show", "--json").json().at("/settings/sync.events_per_batch_max"))
                    .hasToString("{\"value\":2,\"origin\":\"server\"}");
            assertThat(cli.run("config", "show").out())
                    .containsPattern("sync\\.events_per_batch_max = 2 +# server\n")
                    .containsPattern("sync\\.max_body_bytes = 1000000 +# default\n");
        }
    }

    @Test
    void theCommandLineWinsOverTheServer() throws IOException {
        try (IngestServer server = server(Map.of("events_per_batch_max", 2))) {
            cli.config(server.url().toString());

            Run run = cli.run("run", "--once", "--set", "sync.events_per_batch_max=3");

            assertThat(run.out()).isEqualToIgnoringNewLines("sent 5 rows in 2 batches, 0 pending");
            assertThat(cli.run("config", "show", "--json", "--set", "sync.events_per_batch_max=3")
                            .json()
                            .at("/settings/sync.events_per_batch_max"))
                    .hasToString("{\"value\":3,\"origin\":\"--set\"}");
        }
    }

    @Test
    void enqueueKeepsTheShareOfEventsThatTheServerSaidLast() throws IOException {
        try (IngestServer server = server(Map.of("sample_rate", 0))) {
            cli.config(server.url().toString(), "sample_rate = 1.0").run("run", "--once");
        }

        assertThat(enqueueEvents().get("sampled_out").asInt()).isEqualTo(3);
        assertThat(enqueueEvents("--redact").get("sampled_out").asInt()).isEqualTo(3);
        assertThat(enqueueEvents("--set", "sync.sample_rate=1").get("enqueued").asInt())
                .isEqualTo(3);
        cli.config("http://127.0.0.1:1");
        assertThat(enqueueEvents().get("enqueued").asInt())
                .as("another server has said nothing")
                .isEqualTo(3);
    }

    @Test
    void aServerThatOverridesNothingIsNormal() throws IOException {
        try (IngestServer server = server(Map.of())) {
            cli.config(server.url().toString());

            Run run = cli.run("run", "--once");

            assertThat(run.exit()).isZero();
            assertThat(run.err()).doesNotContain("configuration", "overrides");
            assertThat(cli.run("status", "--json").json().has("server_config")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 302, 503})
    void aServerThatDoesNotTellHoldsNothingUp(int status) {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            server.replyToGet(Reply.answer(status));
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualToIgnoringNewLines("sent 5 rows in 1 batch, 0 pending");
            assertThat(run.err().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .endsWith("the server's configuration: the server answers " + status
                            + "; what it said last stays in force");
        }
    }

    @Test
    void f45_aServerThatTakesItsTimeOverItDelaysAFlushByTheLimitOnly() {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            server.replyToGet(Reply.stallAfter(""));
            cli.config(server.endpoint(), "request_timeout_ms = 60000");
            long start = System.nanoTime();

            Run run = cli.run("run", "--once");

            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("gave up after 3000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void whatIsOutOfRangeIsIgnoredWithAWarning() throws IOException {
        try (IngestServer server = server(Map.of("events_per_batch_max", -1, "sample_rate", 0.5))) {
            cli.config(server.url().toString());

            Run run = cli.run("run", "--once");

            assertThat(run.err())
                    .contains("the server's configuration: events_per_batch_max is not a whole number from 0 to"
                            + " 100000 and is ignored");
            JsonNode said = cli.run("status", "--json").json().get("server_config");
            assertThat(said.has("events_per_batch_max")).isFalse();
            assertThat(said.get("sample_rate").asDouble()).isEqualTo(0.5);
        }
    }

    @Test
    void aLoopFlushesAsOftenAsTheServerWants() throws IOException {
        try (IngestServer server = server(Map.of("flush_interval_ms", 1234))) {
            cli.config(server.url().toString(), "flush_interval_ms = 5000");
            FlushOptions wish = new FlushOptions(new StoppableSleeper(), FlushListener.NONE, false);
            try (ReloadingFlush flush = new ReloadingFlush(load(), this::load, wish, breakOff -> {})) {
                assertThat(flush.interval()).isEqualTo(Duration.ofSeconds(5));

                flush.flush();

                assertThat(flush.interval()).isEqualTo(Duration.ofMillis(1234));
            }
        }
    }

    @Test
    void showingTheConfigurationCreatesNoDatabase() throws IOException {
        CliFixture fresh = new CliFixture(folder.resolve("fresh")).config("http://127.0.0.1:1");

        assertThat(fresh.run("config", "show").exit()).isZero();
        assertThat(fresh.database()).doesNotExist();
    }

    @Test
    void aDatabaseThatCannotBeReadDoesNotHideTheConfiguration() throws IOException {
        cli.config("http://127.0.0.1:1");
        Files.writeString(cli.database(), "no database");

        Run run = cli.run("config", "show");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("sync.endpoint = \"http://127.0.0.1:1\"");
        assertThat(run.err()).contains("without what the server overrides: ");
    }

    private void enqueueFacts() {
        cli.input(FACT.repeat(5)).run("enqueue", "--kind", "workspace_facts");
    }

    private JsonNode enqueueEvents(String... options) {
        List<String> args = new ArrayList<>(List.of("enqueue", "--kind", "events", "--json"));
        args.addAll(List.of(options));
        return cli.input(EVENT.repeat(3)).run(args.toArray(String[]::new)).json();
    }

    private KaizenConfig load() {
        Workspace workspace =
                Workspace.locate(Optional.of(cli.workspace()), Optional.of(cli.home()), Optional.empty(), Map.of());
        return ConfigLoader.load(workspace, Map.of(), List.of());
    }

    private static IngestServer server(Map<String, Number> overrides) throws IOException {
        IngestServerSettings.Builder settings = IngestServerSettings.builder().token(Secret.of(CliFixture.TOKEN));
        overrides.forEach((key, value) -> settings.override(key, new BigDecimal(value.toString())));
        return IngestServer.start(settings.build());
    }
}
