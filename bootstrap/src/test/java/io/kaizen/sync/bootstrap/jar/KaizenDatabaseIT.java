package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.cli.Outboxes;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KaizenDatabaseIT {

    private static final String KAIZENS_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
            + " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'outbox_%' ORDER BY name";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path database;

    @BeforeEach
    void copyTheSample() throws Exception {
        cli = new CliFixture(folder);
        database = folder.resolve("kaizen.db");
        try (InputStream sample = KaizenDatabaseIT.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, database);
        }
    }

    @Test
    void whatIsPendingInKaizensDatabaseIsSentOnceAndNothingElseIsTouched() throws Exception {
        List<String> others = otherTables();
        List<String> sentBefore = Outboxes.query(database, "SELECT * FROM sync_outbox WHERE sent = 1 ORDER BY id");
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .strict(true)
                .build())) {
            cli.config(server.url().toString());

            try (KaizenSyncJar first = run()) {
                assertThat(first.exitCode()).as(first.err()).isZero();
                assertThat(first.out()).contains("\"rows\":567").contains("\"pending\":0");
                assertThat(first.err()).isEmpty();
            }
            LedgerSnapshot stored = server.ledger().snapshot();
            try (KaizenSyncJar second = run()) {
                assertThat(second.exitCode()).isZero();
                assertThat(second.out()).contains("\"rows\":0").contains("\"batches\":0");
            }

            assertThat(sentBefore).hasSize(40);
            assertThat(Outboxes.query(database, "SELECT * FROM sync_outbox WHERE sent = 1 ORDER BY id"))
                    .hasSize(607)
                    .containsAll(sentBefore);
            assertThat(otherTables()).isEqualTo(others);
            assertThat(stored.kinds().stream().mapToLong(KindTally::stored).sum())
                    .isEqualTo(567 - pendingFeedback(sentBefore));
            assertThat(stored.kinds()).allMatch(tally -> tally.doubled() == 0 && tally.deduped() == 0);
            assertThat(server.ledger().snapshot()).isEqualTo(stored);
        }
    }

    private KaizenSyncJar run() {
        return KaizenSyncJar.start(folder, cli.arguments("--db", database.toString(), "run", "--once", "--json"));
    }

    /** Feedback goes nowhere: what of it was sent before and what is sent now make up all of it. */
    private long pendingFeedback(List<String> sentBefore) {
        long all = Outboxes.query(
                        database, "SELECT id FROM sync_outbox WHERE kind = '" + BatchKind.SESSION_FEEDBACK + "'")
                .size();
        return all
                - sentBefore.stream()
                        .filter(row -> row.contains("|" + BatchKind.SESSION_FEEDBACK))
                        .count();
    }

    /** Definition and content of all that is kaizen's, but for the outbox and its state. */
    private List<String> otherTables() {
        List<String> content = new ArrayList<>();
        for (String table : Outboxes.query(database, KAIZENS_TABLES)) {
            content.addAll(Outboxes.query(database, "SELECT sql FROM sqlite_master WHERE name = '" + table + "'"));
            if (!table.startsWith("sync_")) {
                content.addAll(Outboxes.query(database, "SELECT * FROM \"" + table + "\""));
            }
        }
        return content;
    }
}
