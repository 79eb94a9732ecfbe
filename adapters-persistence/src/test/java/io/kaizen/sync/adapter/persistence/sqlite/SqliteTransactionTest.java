package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.domain.kind.BatchKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction promises: all or nothing, and on disk where that is asked for. */
class SqliteTransactionTest {

    /** What SQLite answers to {@code pragma synchronous}. */
    private static final int NORMAL = 1;

    private static final int FULL = 2;

    @TempDir
    private Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("kaizen.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatThrowsLeavesNothingBehindAndDoesNotHinderTheNext() {
        assertThatThrownBy(() -> database.writeOnly(Durability.FULL, session -> {
                    session.statements().update("insert into sync_outbox (session_id, payload) values ('s', '{}')");
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");

        assertThat(TestFiles.countPending(database)).isZero();
        TestFiles.append(database, BatchKind.EVENTS, 1);
        assertThat(TestFiles.countPending(database)).isEqualTo(1);
    }

    @Test
    void eachTransactionIsAsDurableAsItWasAskedToBe() {
        assertThat(synchronous(Durability.FULL)).isEqualTo(FULL);
        assertThat(synchronous(Durability.NORMAL)).isEqualTo(NORMAL);
        assertThat(synchronous(Durability.FULL)).isEqualTo(FULL);
    }

    private int synchronous(Durability wanted) {
        return database.write(
                wanted,
                session -> session.sql().fetchSingle("pragma synchronous").get(0, Integer.class));
    }
}
