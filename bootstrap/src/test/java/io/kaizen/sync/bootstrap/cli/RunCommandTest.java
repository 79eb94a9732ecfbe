package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}";
    private static final String FEEDBACK = "{\"id\":\"f\",\"session_id\":\"s\",\"created_at_ms\":1}";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
    }

    @Test
    void sendsWhatIsPendingAndSaysSo() throws Exception {
        enqueueFact();
        try (IngestServer server = server()) {
            cli.config(server.url().toString());

            Run run = cli.run("run", "--once");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualToIgnoringNewLines("sent 1 row in 1 batch, 0 pending");
            assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(1);
        }
    }

    @Test
    void printsTheReportAsJson() throws Exception {
        enqueueFact();
        try (IngestServer server = server()) {
            cli.config(server.url().toString());

            assertThat(cli.run("run", "--once", "--json").out())
                    .isEqualToIgnoringNewLines(
                            "{\"batches\":1,\"rows\":1,\"dead_lettered\":0,\"pending\":0,\"pending_exact\":true,"
                                    + "\"stopped\":null,\"stops\":[]}");
        }
    }

    @Test
    void f35_aStopIsReportedWithItsReasonAndExitCode() {
        enqueueFact();
        cli.input(FEEDBACK).run("enqueue", "--kind", "session_feedback");
        try (ScriptedIngest server = ScriptedIngest.start().reply(Answer.of(401))) {
            cli.config(server.endpoint());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).isEqualTo(5);
            JsonNode report = run.json();
            assertThat(report.get("rows").asInt()).isEqualTo(1);
            assertThat(report.get("pending").asInt()).isEqualTo(1);
            assertThat(report.get("stopped").toString())
                    .isEqualTo("{\"reason\":\"unauthorized\",\"message\":\"401 unauthorized (check team_token)\"}");
            assertThat(report.get("stops").toString())
                    .isEqualTo("[{\"reason\":\"unauthorized\",\"message\":\"401 unauthorized (check team_token)\","
                            + "\"kind\":null}]");
        }
        JsonNode status = cli.run("status", "--json").json();
        assertThat(status.get("last_error").asText()).contains("401 unauthorized (check team_token)");
        assertThat(status.get("consecutive_failures").asInt()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsWorthAnotherTry() {
        enqueueFact();
        cli.config("http://127.0.0.1:1");

        Run run = cli.run("run", "--once");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.out()).contains("sent 0 rows in 0 batches, 1 pending").contains("stopped: ");
    }

    @Test
    void withoutAnEndpointSyncIsOff() {
        enqueueFact();

        Run once = cli.run("run", "--once");
        Run json = cli.run("run", "--once", "--json");

        assertThat(once.exit()).isZero();
        assertThat(once.out()).contains("sync is off");
        assertThat(json.json().get("pending").asInt()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void o2_aServiceWithoutAnEndpointWaitsForOne() throws Exception {
        enqueueFact();
        cli.configFile("[sync]\nflush_interval_ms = 100\n");
        CompletableFuture<Run> ended = new CompletableFuture<>();
        Thread service = new Thread(() -> ended.complete(cli.run("run")));
        try (ScriptedIngest server = ScriptedIngest.start()) {
            server.reply(Answer.of(202));
            service.start();
            await().until(() -> service.getState() == Thread.State.TIMED_WAITING);
            assertThat(ended).isNotDone();

            cli.config(server.endpoint(), "flush_interval_ms = 100");
            await().until(() -> !server.requests().isEmpty());
        } finally {
            service.interrupt();
        }

        Run run = ended.get();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("no endpoint is configured (sync.endpoint); waiting for one");
    }

    @Test
    void whatIsMissingToFlushIsNamedBeforeAnythingElse() {
        Run run = cli.run("run", "--once", "--json", "--set", "sync.endpoint=http://127.0.0.1:1");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.json().at("/error/reason").asText()).isEqualTo("config");
        assertThat(run.err()).contains("team_token", "team_id", "team_salt_hex");
        assertThat(cli.database()).doesNotExist();
    }

    @Test
    void quietLeavesTheResultAndNothingElse() {
        enqueueFact();
        cli.config("http://127.0.0.1:1");

        Run run = cli.run("run", "--once", "-q");

        assertThat(run.out()).contains("1 pending");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void verboseTellsOfEveryAttemptButNeverOfBodies() throws Exception {
        enqueueFact();
        try (IngestServer server = server()) {
            cli.config(server.url().toString());

            Run run = cli.run("-v", "run", "--once");

            assertThat(run.err()).contains("DEBUG").contains("sending 1 rows of workspace_facts");
            assertThat(run.err()).doesNotContain("skill_slugs").doesNotContain("Authorization");
        }
    }

    @Test
    void parkedBatchesGoToTheNewDestinationOnlyWhereThatIsAskedFor() throws Exception {
        enqueueFact();
        try (ScriptedIngest first = ScriptedIngest.start().reply(Answer.of(504), Answer.of(504), Answer.of(504))) {
            cli.config(first.endpoint());
            assertThat(cli.run("run", "--once").exit()).isEqualTo(4);
        }
        try (IngestServer second = server()) {
            cli.config(second.url().toString());

            Run parked = cli.run("run", "--once", "--json");
            Run redirected = cli.run("run", "--once", "--redirect-parked");

            assertThat(parked.exit()).isEqualTo(5);
            assertThat(parked.json().at("/stopped/reason").asText()).isEqualTo("destination_changed");
            assertThat(redirected.exit()).isZero();
            assertThat(second.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(1);
        }
    }

    private void enqueueFact() {
        assertThat(cli.input(FACT).run("enqueue", "--kind", "workspace_facts").exit())
                .isZero();
    }

    private static IngestServer server() throws Exception {
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build());
    }
}
