package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.cli.PoisonRows;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.Rejection;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that can never be sent, through the runnable jar, from one process to the next. */
class PoisonIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEALTHY = 20;

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        Outboxes.execute(cli.database(), "DELETE FROM sync_outbox");
    }

    @Test
    void poisonIsPutAsideListedPutBackAndDiscarded() throws Exception {
        Outboxes.insert(
                cli.database(),
                Stream.concat(
                        Stream.of(
                                PoisonRows.malformed(BatchKind.EVENTS),
                                PoisonRows.with(BatchKind.EVENTS, PoisonRows.REFUSED_WITH_400)),
                        PoisonRows.healthy(BatchKind.EVENTS, HEALTHY)));
        try (IngestServer server = server(new Rejection(PoisonRows.REFUSED_WITH_400, 400, true))) {
            cli.config(server.url().toString());
            JsonNode report = JSON.readTree(run(7, FastStart.options(), "run", "--once", "--json"));
            assertThat(report.get("rows").asInt()).isEqualTo(HEALTHY);
            assertThat(report.get("dead_lettered").asInt()).isEqualTo(2);
            assertThat(report.get("stopped").isNull()).isTrue();
        }
        JsonNode letters = JSON.readTree(run(0, FastStart.options(), "dead-letters", "list", "--json"));
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).get("reason").asText()).isEqualTo("malformed");
        assertThat(letters.get(1).get("message").asText()).contains("refused on purpose");
        String malformed = letters.get(0).get("id").asText();
        String refused = letters.get(1).get("id").asText();

        run(0, FastStart.options(), "dead-letters", "retry", refused);
        run(0, FastStart.options(), "dead-letters", "discard", malformed);
        run(2, FastStart.options(), "dead-letters", "retry", malformed);

        try (IngestServer mended = server(new Rejection("nothing of this kind", 400, true))) {
            cli.config(mended.url().toString());
            assertThat(run(0, FastStart.options(), "run", "--once")).startsWith("sent 1 row in 1 batch, 0 pending");
            assertThat(mended.ledger().snapshot().of(BatchKind.EVENTS).stored()).isEqualTo(1);
        }
        assertThat(run(0, FastStart.options(), "dead-letters", "list")).startsWith("there are no dead letters");
        run(0, FastStart.options(), "verify");
    }

    @Test
    void f68_aRowOf100MegabytesIsPutAsideAndLookedAtWith64MegabytesOfHeap() throws Exception {
        List<String> smallHeap = FastStart.options("-Xmx64m");
        Outboxes.execute(
                cli.database(),
                "INSERT INTO sync_outbox (session_id, kind, payload) VALUES ('s', 'events',"
                        + " '{\"a\":\"' || printf('%.*c', 100000000, 'x') || '\"}')");
        Outboxes.insert(cli.database(), PoisonRows.healthy(BatchKind.EVENTS, HEALTHY));
        try (IngestServer server = server(new Rejection("nothing of this kind", 400, true))) {
            cli.config(server.url().toString());

            run(7, smallHeap, "run", "--once");

            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isEqualTo(HEALTHY);
        }
        JsonNode letter = JSON.readTree(run(0, smallHeap, "dead-letters", "list", "--json"))
                .get(0);
        assertThat(letter.get("reason").asText()).isEqualTo("too_large");
        assertThat(run(0, smallHeap, "dead-letters", "show", letter.get("id").asText()))
                .contains("100000008 bytes, cut after 65536");
        run(0, smallHeap, "dead-letters", "retry", "--all");
    }

    /** Runs the jar, which has to end with {@code exit}, and returns what it printed. */
    private String run(int exit, List<String> javaOptions, String... args) throws InterruptedException {
        try (KaizenSyncJar jar = KaizenSyncJar.start(folder, javaOptions, cli.arguments(args))) {
            assertThat(jar.exitCode()).as(jar.out() + jar.err()).isEqualTo(exit);
            return jar.out();
        }
    }

    private static IngestServer server(Rejection rejection) throws IOException {
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .reject(rejection)
                .build());
    }
}
