package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.cli.PoisonRows;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.bootstrap.server.Rejection;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small flush in which everything happens once: three batches, one of which is too large and sent in halves, a wait, and a row that
 * the server refuses while it takes its neighbours.
 */
final class ReferenceFlush implements AutoCloseable {

    private static final int EVALS = 8;
    private static final int SPANS = 4;
    private static final int EVENTS = 4;
    /** The batch of evals is above it, all others are not. */
    private static final int MOST_ROWS_AT_THE_SERVER = 6;

    private final IngestServer server;
    private final CliFixture cli;
    private final Path folder;

    ReferenceFlush(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.cli = new CliFixture(folder);
        this.server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .maxItems(MOST_ROWS_AT_THE_SERVER)
                .reject(new Rejection(PoisonRows.REFUSED_WITH_400, 400, true))
                .build());
        assertThat(cli.input("").run("enqueue", "--kind", "events").exit()).isZero();
        Outboxes.insert(
                cli.database(),
                Stream.of(
                                PoisonRows.healthy(BatchKind.SESSION_EVALS, EVALS),
                                PoisonRows.healthy(BatchKind.TOOL_SPANS, SPANS),
                                Stream.of(PoisonRows.with(BatchKind.EVENTS, PoisonRows.REFUSED_WITH_400)),
                                PoisonRows.healthy(BatchKind.EVENTS, EVENTS))
                        .flatMap(rows -> rows));
    }

    Path folder() {
        return folder;
    }

    IngestServer server() {
        return server;
    }

    /** The arguments for one flush by way of {@code endpoint}. */
    List<String> flushTo(String endpoint) {
        cli.config(endpoint);
        return cli.arguments("run", "--once");
    }

    /**
     * Lets life go on after a kill: one more event comes in, and an undisturbed flush follows. The event is there so that a row which the
     * killed process has found guilty, and did not come to put aside, finds a neighbour again that is accepted.
     *
     * @param replaysAtMost how many batches may have been POSTed twice
     */
    void finishAndRequireNothingLost(int replaysAtMost) {
        Outboxes.insert(
                cli.database(), PoisonRows.healthy(BatchKind.EVENTS, EVENTS + 1).skip(EVENTS));

        CliFixture.Run run = cli.run("run", "--once");

        assertThat(run.exit()).as(run.out() + run.err()).isIn(0, 7);
        assertThat(cli.run("verify").exit()).isZero();
        JsonNode letters = cli.run("dead-letters", "list", "--json").json();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).get("message").asText()).contains("refused on purpose");
        JsonNode status = cli.run("status", "--json").json();
        assertThat(status.get("pending").asInt()).isZero();
        assertThat(status.get("sent").asInt()).isEqualTo(EVALS + SPANS + EVENTS + 1);
        LedgerSnapshot ledger = server.ledger().snapshot();
        assertThat(ledger.of(BatchKind.SESSION_EVALS).stored()).isEqualTo(EVALS);
        assertThat(ledger.of(BatchKind.TOOL_SPANS).stored()).isEqualTo(SPANS);
        assertThat(ledger.of(BatchKind.EVENTS).stored()).isEqualTo(EVENTS + 1);
        assertThat(ledger.kinds()).as("rows sent again under another key").allMatch(ReferenceFlush::storedNothingTwice);
        assertThat(ledger.keyMisuses()).as("other rows under an old key").isZero();
        assertThat(ledger.replays()).as("batches that were POSTed twice").isLessThanOrEqualTo(replaysAtMost);
    }

    static boolean storedNothingTwice(KindTally tally) {
        return tally.doubled() == 0 && tally.deduped() == 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
