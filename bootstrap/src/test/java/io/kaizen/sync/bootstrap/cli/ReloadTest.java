package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    @TempDir
    private Path folder;

    private final ScriptedIngest server = ScriptedIngest.start();
    private CliFixture cli;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        cli.config(server.endpoint());
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void f125_aRotatedTokenIsUsedAfterTheFileHasChanged() {
        server.reply(Answer.of(401), Answer.of(202));
        try (ReloadingFlush flush = newFlush()) {
            assertThat(reasonOf(flush.flush())).contains(StopReason.UNAUTHORIZED);
            assertThat(flush.refresh()).isFalse();

            cli.config(server.endpoint(), "flush_interval_ms = 5000");
            rotateTokenTo("another-token-of-the-team");

            assertThat(flush.refresh()).isTrue();
            assertThat(reasonOf(flush.flush())).isEmpty();
            assertThat(flush.interval()).isEqualTo(Duration.ofSeconds(5));
        }
        List<ReceivedRequest> requests = server.requests();
        assertThat(requests.get(1).header("Authorization")).containsExactly("Bearer another-token-of-the-team");
    }

    @Test
    void aChangeLeavesNoHolderOfQueuesBehind() {
        try (ReloadingFlush flush = newFlush()) {
            flush.flush();
            cli.config(server.endpoint(), "flush_interval_ms = 5000");
            assertThat(flush.refresh()).isTrue();
            flush.flush();
        }

        assertThat(cli.database().resolveSibling("kaizen.db-outbox").resolve("holders"))
                .isEmptyDirectory();
    }

    @Test
    void aBrokenFileLeavesTheFormerConfigurationInUse() {
        server.reply(Answer.of(202));
        try (ReloadingFlush flush = newFlush()) {
            cli.configFile("[sync\n");

            assertThat(flush.refresh()).isFalse();
            assertThat(reasonOf(flush.flush())).isEmpty();
        }
    }

    @Test
    void b10_aFileThatCouldNotBeReadIsReadAgainThoughItLooksTheSame() {
        AtomicBoolean mayRead = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        Supplier<KaizenConfig> reload = () -> {
            reads.incrementAndGet();
            if (mayRead.get()) {
                return load();
            }
            throw new ConfigException("permission denied");
        };
        try (ReloadingFlush flush = new ReloadingFlush(load(), reload, wish(), breakOff -> {})) {
            assertThat(flush.refresh()).isFalse();
            assertThat(reads).hasValue(0);
            cli.config(server.endpoint(), "flush_interval_ms = 5000");
            assertThat(flush.refresh()).isFalse();
            assertThat(flush.refresh()).isFalse();

            mayRead.set(true);

            assertThat(flush.refresh()).isTrue();
            assertThat(flush.interval()).isEqualTo(Duration.ofSeconds(5));
            assertThat(flush.refresh()).isFalse();
            assertThat(reads).hasValue(3);
        }
    }

    @Test
    void anExporterThatCannotBeMadeLeavesTheFormerConfigurationInUse() {
        server.reply(Answer.of(202));
        try (ReloadingFlush flush = newFlush()) {
            cli.config(server.endpoint(), "[[telemetry.exporters]]", "type = \"file\"", "path = \"../elsewhere\"");

            assertThat(flush.refresh()).isFalse();
            assertThat(reasonOf(flush.flush())).isEmpty();
        }
    }

    @Test
    void aFileThatLacksTheTokenLeavesTheFormerConfigurationInUse() {
        server.reply(Answer.of(202));
        try (ReloadingFlush flush = newFlush()) {
            cli.configFile("[sync]\nendpoint = \"" + server.endpoint() + "\"\n");

            assertThat(flush.refresh()).isFalse();
            assertThat(flush.flush().map(FlushReport::rows)).contains(1L);
        }
    }

    @Test
    void withoutAnEndpointThereIsNothingToDoUntilThereIsOneAgain() {
        server.reply(Answer.of(202));
        try (ReloadingFlush flush = newFlush()) {
            cli.config("");

            assertThat(flush.refresh()).isTrue();
            assertThat(flush.flush()).isEmpty();

            cli.config(server.endpoint());

            assertThat(flush.refresh()).isTrue();
            assertThat(flush.flush().map(FlushReport::rows)).contains(1L);
        }
    }

    @Test
    void f93_aDatabaseThatWasReplacedIsToldAndThenOpenedAnew() throws Exception {
        server.reply(Answer.of(202));
        Path database = cli.database();
        try (ReloadingFlush flush = newFlush()) {
            assertThat(flush.flush().map(FlushReport::rows)).contains(1L);

            Files.copy(database, folder.resolve("copy.db"));
            Files.move(folder.resolve("copy.db"), database, StandardCopyOption.REPLACE_EXISTING);

            assertThatThrownBy(flush::flush)
                    .isInstanceOf(OutboxStoreException.class)
                    .hasMessageContaining("was deleted or replaced");
            assertThat(reasonOf(flush.flush())).isEmpty();
        }
    }

    private void rotateTokenTo(String token) {
        cli.configFile("""
                [sync]
                endpoint = "%s"
                team_token = "%s"
                team_id = "team-7"
                team_salt_hex = "%s"
                flush_interval_ms = 5000
                """.formatted(server.endpoint(), token, CliFixture.SALT));
    }

    private ReloadingFlush newFlush() {
        return new ReloadingFlush(load(), this::load, wish(), breakOff -> {});
    }

    private static FlushOptions wish() {
        return new FlushOptions(new StoppableSleeper(), FlushListener.NONE, false);
    }

    private KaizenConfig load() {
        Map<String, String> env = Map.of();
        Workspace workspace =
                Workspace.locate(Optional.of(cli.workspace()), Optional.of(cli.home()), Optional.empty(), env);
        return ConfigLoader.load(workspace, env, List.of());
    }

    private static Optional<StopReason> reasonOf(Optional<FlushReport> report) {
        return report.orElseThrow().gravest().map(stop -> stop.reason());
    }
}
