package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Rejection;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poison of every sort in front of every kind's queue. */
class PoisonOfEverySortTest {

    private static final int HEALTHY = 40;
    private static final BatchKind UNKNOWN = new BatchKind("telepathy");

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        assertThat(cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}")
                        .run("enqueue", "--kind", "workspace_facts")
                        .exit())
                .isZero();
        Outboxes.execute(cli.database(), "DELETE FROM sync_outbox");
        KaizenKinds.REGISTRY.all().forEach(this::fill);
        OutboxRow unknown = new OutboxRow(new RowId(1), new OwnerId("session"), UNKNOWN, "{}".getBytes(UTF_8));
        Outboxes.insert(cli.database(), List.of(unknown, unknown).stream());
    }

    @Test
    void allHealthyRowsArriveInTheSameRunAndThePoisonIsPutAside() throws Exception {
        try (IngestServer server = server(true)) {
            cli.config(server.url().toString());

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(7);
            assertThat(run.json().get("dead_lettered").asInt()).isEqualTo(5 * 5 + 2 + 2);
            assertThat(run.json().get("pending").asInt()).isZero();
            assertArrived(server.ledger().snapshot());
            for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
                assertThat(reasonsOf(spec.kind()))
                        .as(spec.kind().name())
                        .isEqualTo(
                                spec.isPosted()
                                        ? List.of("malformed", "too_large", "too_large", "rejected", "rejected")
                                        : List.of("malformed", "too_large"));
            }
            assertThat(reasonsOf(UNKNOWN)).containsExactly("unknown_kind", "unknown_kind");
            assertThat(run.err().lines()).hasSizeLessThan(30);
            assertThat(cli.run("verify").exit()).isZero();
            assertThat(cli.run("run", "--once").exit()).isZero();
        }
    }

    @Test
    void itIsCountedInTheStatus() throws Exception {
        try (IngestServer server = server(false)) {
            cli.config(server.url().toString()).run("run", "--once");
        }

        assertThat(cli.run("status", "--json").json().at("/by_kind/events").toString())
                .isEqualTo("{\"pending\":0,\"claimed\":0,\"sent\":" + HEALTHY + ",\"dead_lettered\":5}");
        assertThat(cli.run("status").out()).contains("'kaizen-sync dead-letters list' shows them");
    }

    private void fill(KindSpec spec) {
        BatchKind kind = spec.kind();
        List<OutboxRow> rows = new ArrayList<>();
        rows.add(PoisonRows.malformed(kind));
        rows.add(PoisonRows.tooLongToRead(kind));
        if (spec.isPosted()) {
            rows.add(PoisonRows.tooLargeForServer(kind));
            rows.add(PoisonRows.with(kind, PoisonRows.REFUSED_WITH_400));
            rows.add(PoisonRows.with(kind, PoisonRows.REFUSED_WITH_422));
        }
        PoisonRows.healthy(kind, HEALTHY).forEach(rows::add);
        Outboxes.insert(cli.database(), rows.stream());
    }

    private void assertArrived(LedgerSnapshot ledger) {
        JsonNode status = cli.run("status", "--json").json();
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            String name = spec.kind().name();
            assertThat(status.at("/by_kind/" + name + "/sent").asInt()).as(name).isEqualTo(HEALTHY);
            assertThat(ledger.of(spec.kind()).stored()).as(name).isEqualTo(spec.isPosted() ? HEALTHY : 0);
        }
    }

    private List<String> reasonsOf(BatchKind kind) {
        JsonNode letters = cli.run("dead-letters", "list", "--json").json();
        return StreamSupport.stream(letters.spliterator(), false)
                .filter(letter -> letter.get("kind").asText().equals(kind.name()))
                .map(letter -> letter.get("reason").asText())
                .toList();
    }

    private static IngestServer server(boolean hint) throws IOException {
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .maxBodyBytes(PoisonRows.SERVER_BODY_BYTES)
                .reject(new Rejection(PoisonRows.REFUSED_WITH_400, 400, hint))
                .reject(new Rejection(PoisonRows.REFUSED_WITH_422, 422, hint))
                .build());
    }
}
