package io.kaizen.sync.bootstrap.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured reaches the part that it is meant for. */
class FlushModuleTest {

    private static final String SALT = "0123456789abcdef".repeat(4);

    /** Each value is another, and none is the default. */
    private static final List<String> SETS = List.of(
            "sync.endpoint=https://ingest.example",
            "sync.team_id=team-7",
            "sync.team_salt_hex=" + SALT,
            "sync.events_per_batch_max=11",
            "sync.max_body_bytes=1200",
            "sync.retry_initial_ms=13",
            "sync.retry_max_ms=14000",
            "sync.retry_max_failures=15",
            "sync.max_retry_after_ms=16000",
            "sync.request_timeout_ms=17000",
            "sync.exporter_timeout_ms=18000",
            "sync.on_poison=stop",
            "sync.gzip_level=9",
            "sync.project_name=widget",
            "telemetry.fail_open=false");

    @TempDir
    private Path work;

    @TempDir
    private Path home;

    @Test
    void theFlushIsToldWhatIsConfigured() {
        KaizenConfig config = load();
        BatchEnvelope envelope = new BatchEnvelope("team-7", "blake3:x", Optional.empty());

        FlushSettings settings = new FlushModule()
                .settings(config.sync(), config.telemetry(), envelope, FlushModule.retries(config.sync()), wish(true));

        assertThat(settings)
                .isEqualTo(new FlushSettings(
                        new BatchLimits(11, 1_200),
                        envelope,
                        new Destination("https://ingest.example", "team-7"),
                        new RetryPolicy(
                                new BackoffPolicy(Duration.ofMillis(13), Duration.ofSeconds(14)),
                                15,
                                Duration.ofSeconds(16)),
                        new CommitPolicy(false),
                        OnPoison.STOP,
                        Duration.ofSeconds(17),
                        Duration.ofSeconds(18),
                        true));
    }

    @Test
    void parkedBatchesStayWhereNobodyWantsThemElsewhere() {
        KaizenConfig config = load();
        BatchEnvelope envelope = new BatchEnvelope("team-7", "blake3:x", Optional.empty());

        assertThat(new FlushModule()
                        .settings(
                                config.sync(),
                                config.telemetry(),
                                envelope,
                                FlushModule.retries(config.sync()),
                                wish(false))
                        .redirectParked())
                .isFalse();
    }

    @Test
    void theWorkspaceIsNamedByTheSaltedHashOfItsPath() {
        KaizenConfig config = load();
        ContentHasher hasher = (salt, content) -> HexFormat.of().formatHex(salt) + " " + new String(content, UTF_8);

        BatchEnvelope envelope = new FlushModule().envelope(config.workspace(), config.sync(), hasher);

        assertThat(envelope)
                .isEqualTo(new BatchEnvelope(
                        "team-7", SALT + " " + config.workspace().root(), Optional.of("widget")));
    }

    @Test
    void theGatewayIsToldWhatIsConfigured() {
        var settings = HttpModule.settings(load().sync());

        assertThat(settings.endpoint()).isEqualTo("https://ingest.example");
        assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(17));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.gzipLevel()).isEqualTo(9);
    }

    private KaizenConfig load() {
        Workspace workspace = Workspace.locate(Optional.of(work), Optional.of(home), Optional.empty(), Map.of());
        return ConfigLoader.load(workspace, Map.of(), SETS);
    }

    private static FlushOptions wish(boolean redirectParked) {
        return new FlushOptions(new StoppableSleeper(), FlushListener.NONE, redirectParked);
    }
}
