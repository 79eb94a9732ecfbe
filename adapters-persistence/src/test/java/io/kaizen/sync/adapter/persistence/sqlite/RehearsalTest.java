package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.LaneTransactions;
import io.kaizen.sync.adapter.persistence.sqlite.internal.claim.Rehearsal;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done elsewhere first is the whole of it, and nobody finds anything of it afterwards. */
class RehearsalTest {

    private static final List<String> WRITTEN_TO = List.of(
            "sync_outbox", "sync_state", "outbox_lane", "outbox_claim", "outbox_suspect", "outbox_exporter_ack");

    @TempDir
    Path folder;

    @Test
    void aLanesLifeIsLivedToItsEndInMemoryAndNothingOfItIsInTheFile() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            List<String> before = contents(file);
            List<String> sent = new ArrayList<>();

            Rehearsal.of(database, (statements, outbox) -> {
                new LaneTransactions(statements, outbox).rehearse();
                sent.addAll(statements.list(
                        "select sent || ',' || (select count(*) from outbox_claim) || ','"
                                + " || coalesce((select holder from outbox_lane), '') || ','"
                                + " || (select v from sync_state where k = 'last_success_ms') from sync_outbox",
                        found -> found.getString(1)));
            });

            assertThat(sent).containsExactly("1,0,,0");
            assertThat(contents(file)).isEqualTo(before);
        }
    }

    @Test
    void theMigrationOfAFileOfKaizensLeavesNoOtherFileBehind() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (InputStream sample = RehearsalTest.class.getResourceAsStream("/kaizen.db")) {
            Files.copy(sample, file);
        }

        SqliteDatabase.open(file).close();

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName())))
                    .contains("migration.lock")
                    .noneMatch(name -> name.contains("rehearsal"));
        }
    }

    private static List<String> contents(Path file) throws Exception {
        List<String> contents = new ArrayList<>();
        for (String table : WRITTEN_TO) {
            contents.addAll(TestFiles.query(file, "select '" + table + "', * from " + table));
        }
        return contents;
    }
}
