package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporters in front of receivers that take a request with status 200 and throw its content away. */
class DroppedExportsTest {

    private static final String EVENT =
            "{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":1,\"agent\":\"a\",\"model\":\"m\","
                    + "\"kind\":\"hook\",\"source\":\"hook\",\"payload\":null}";

    @TempDir
    private Path folder;

    @Test
    void b15_whatEachReceiverThrewAwayIsSaidAndTheRowIsSent() throws IOException {
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .dropExports(true)
                .build())) {
            String url = server.url().toString();
            CliFixture cli = new CliFixture(folder);
            cli.config(
                    url,
                    "[[telemetry.exporters]]",
                    "type = \"posthog\"",
                    "project_api_key = \"k-posthog\"",
                    "host = \"" + url + "\"",
                    "[[telemetry.exporters]]",
                    "type = \"datadog\"",
                    "api_key = \"k-datadog\"",
                    "logs_url = \"" + url + "/api/v2/logs\"",
                    "[[telemetry.exporters]]",
                    "type = \"otlp\"",
                    "endpoint = \"" + url + "/otlp\"");
            cli.input(EVENT).run("enqueue", "--kind", "events");

            Run run = cli.run("run", "--once");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isEqualTo(1);
            assertThat(run.err().lines().filter(line -> line.contains("WARN")))
                    .anySatisfy(line -> assertThat(line).contains("posthog"))
                    .anySatisfy(line -> assertThat(line).contains("datadog"))
                    .anySatisfy(line -> assertThat(line).contains("otlp"));
        }
    }
}
