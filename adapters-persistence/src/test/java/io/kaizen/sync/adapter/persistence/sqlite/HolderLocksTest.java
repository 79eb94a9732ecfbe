package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.file.HolderLocks;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderLocksTest {

    @TempDir
    private Path folder;

    @Test
    void aHolderIsAliveUntilItIsClosedHoweverOftenOneLooks() throws Exception {
        HolderLocks locks = new HolderLocks(folder.resolve("holders"));
        HolderLocks.Holder holder = locks.enlist();

        assertThat(locks.isDead(holder.name())).isFalse();
        assertThat(locks.isDead(holder.name())).isFalse();

        holder.close();
        assertThat(locks.isDead(holder.name())).isTrue();
    }

    @Test
    void whoClosesGivesItsLanesBackInTheFileToo() throws Exception {
        Path file = folder.resolve("kaizen.db");
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            SqliteOutboxStore store = new SqliteOutboxStore(database);
            store.openLane(Lane.of(BatchKind.EVENTS), Duration.ofSeconds(60));

            store.close();
        }

        assertThat(TestFiles.query(file, "select holder from outbox_lane")).containsExactly("null");
    }
}
