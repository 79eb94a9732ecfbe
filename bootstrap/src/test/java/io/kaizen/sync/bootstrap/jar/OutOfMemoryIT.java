package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.server.IngestListener;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    void enqueueMoreThanFits() {
        cli = new CliFixture(folder);
        assertThat(cli.input("").run("enqueue", "--kind", "session_feedback").exit())
                .isZero();
        String feedback = "json_object('id', CAST(value AS TEXT), 'session_id', 's', 'created_at_ms', 1,"
                + " 'note', replace(hex(zeroblob(262144)), '00', 'no'))";
        Outboxes.execute(
                cli.database(),
                "INSERT INTO sync_outbox (session_id, kind, payload) WITH RECURSIVE n(value) AS"
                        + " (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < " + ROWS + ")"
                        + " SELECT 's', 'session_feedback', " + feedback + " FROM n");
    }

    @Test
    void f16_aFlushThatRunsOutOfMemoryEndsAtOnceAndTheRowsAreStillThere() throws Exception {
        try (IngestServer server = server()) {
            cli.config(server.url().toString(), HUGE_BATCHES);
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, SMALL, cli.arguments("run", "--json"))) {
                assertThat(run.endsWithin(SOON)).as("ends: " + run.err()).isTrue();

                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                assertThat(run.err()).contains("kaizen-sync: out of memory; ").doesNotContain("\tat ");
                assertThat(run.out()).contains("\"reason\":\"internal\"");
            }
            assertThat(pending()).isEqualTo(ROWS);

            cli.config(server.url().toString());
            try (KaizenSyncJar run = KaizenSyncJar.start(folder, SMALL, cli.arguments("run", "--once"))) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            assertThat(pending()).isZero();
        }
    }

    private int pending() {
        return cli.run("status", "--json").json().get("pending").asInt();
    }

    private static IngestServer server() throws java.io.IOException {
        return IngestServer.start(
                IngestServerSettings.builder()
                        .token(Secret.of(CliFixture.TOKEN))
                        .build(),
                IngestListener.NONE);
    }
}
