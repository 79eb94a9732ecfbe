package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does that runs out of memory: it ends, says so, and has lost nothing. */
class OutOfMemoryIT {

    private static final int ROWS = 96;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> SMALL = List.of("-Xmx48m");
    private static final String HUGE_BATCHES = "max_body_bytes = 1000000000";

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void makeAnOutbox() {
        cli = new CliFixture(folder);
        assertThat(cli.input("").run("enqueue", "--kind", "session_feedback").exit())
                .isZero();
    }

    /** Of {@code halfLength} bytes of zero come so many bytes of text, twice. */
    private void enqueueNotesOf(int rows, int halfLength) {
        String feedback = "json_object('id', CAST(value AS TEXT), 'session_id', 's', 'created_at_ms', 1,"
                + " 'note', replace(hex(zeroblob(" + halfLength + ")), '00', 'no'))";
        Outboxes.execute(
                cli.database(),
                "INSERT INTO sync_outbox (session_id, kind, payload) WITH RECURSIVE n(value) AS"
                        + " (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < " + rows + ")"
                        + " SELECT 's', 'session_feedback', " + feedback + " FROM n");
    }

    @Test
    void f16_b11_aFlushThatRunsOutOfMemoryEndsAtOnceAndTheRowsAreStillThere() throws Exception {
        enqueueNotesOf(4, (4 << 20) - 100);
        try (IngestServer server = server(Map.of())) {
            cli.config(server.url().toString(), HUGE_BATCHES);
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, List.of("-Xmx20m"), cli.arguments("run", "--json"))) {
                assertThat(run.endsWithin(SOON)).as("ends: " + run.err()).isTrue();

                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                assertThat(run.err())
                        .contains("kaizen-sync: out of memory; ", "-Xmx", "sync.lanes")
                        .doesNotContain("\tat ");
                assertThat(run.out()).contains("\"reason\":\"internal\"");
            }
            assertThat(pending()).isEqualTo(4);

            try (KaizenSyncJar run = KaizenSyncJar.start(folder, List.of(), cli.arguments("run", "--once"))) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            assertThat(pending()).isZero();
        }
    }

    @Test
    void b11_aBatchFitsIntoMemoryWhateverIsConfiguredAndWhateverTheServerSays() throws Exception {
        enqueueNotesOf(ROWS, 1 << 18);
        try (IngestServer server =
                server(Map.of("events_per_batch_max", Integer.MAX_VALUE, "max_body_bytes", Integer.MAX_VALUE))) {
            cli.config(server.url().toString(), HUGE_BATCHES, "events_per_batch_max = 1000000");
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, SMALL, cli.arguments("run", "--once"))) {
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err()).contains("events_per_batch_max is not", "max_body_bytes is not", "is ignored");
            }
            assertThat(pending()).isZero();
            assertThat(cli.run("status", "--json").out()).doesNotContain("2147483647");
        }
    }

    private int pending() {
        return cli.run("status", "--json").json().get("pending").asInt();
    }

    private static IngestServer server(Map<String, Integer> overrides) throws IOException {
        IngestServerSettings.Builder settings = IngestServerSettings.builder().token(Secret.of(CliFixture.TOKEN));
        overrides.forEach((key, value) -> settings.override(key, BigDecimal.valueOf(value)));
        return IngestServer.start(settings.build(), IngestListener.NONE);
    }
}
