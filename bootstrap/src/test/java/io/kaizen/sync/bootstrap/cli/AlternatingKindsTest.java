package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.bootstrap.demo.DemoRows;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.LedgerSnapshot;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlternatingKindsTest {

    private static final int ROWS_OF_EACH = 1_000;

    @TempDir
    private Path folder;

    @Test
    void twoThousandRowsOfTwoAlternatingKindsGoOutInFourPosts() throws Exception {
        CliFixture cli = new CliFixture(folder);
        enqueueAlternately(cli.database());
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build())) {
            cli.config(server.url().toString());

            assertThat(cli.run("run", "--once", "--json").json().get("batches").asInt())
                    .isEqualTo(4);

            LedgerSnapshot ledger = server.ledger().snapshot();
            assertThat(ledger.answers()).containsOnly(Map.entry(202, 4L));
            assertThat(ledger.of(BatchKind.TOOL_SPANS).stored()).isEqualTo(ROWS_OF_EACH);
            assertThat(ledger.of(BatchKind.SESSION_EVALS).stored()).isEqualTo(ROWS_OF_EACH);
        }
    }

    private static void enqueueAlternately(Path file) {
        SqliteOutbox.open(file).close();
        DemoRows rows = new DemoRows(3);
        Outboxes.insert(
                file,
                IntStream.range(0, ROWS_OF_EACH)
                        .boxed()
                        .flatMap(i -> Stream.of(BatchKind.TOOL_SPANS, BatchKind.SESSION_EVALS)
                                .map(kind -> new OutboxRow(new RowId(1), new OwnerId("o"), kind, rows.row(kind, i)))));
    }
}
