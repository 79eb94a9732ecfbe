package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.store.OutboxFullException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A producer gone wild is told to stop, and fills neither the disk nor the queue in front of others. */
class PendingLimitsTest {

    private static final OwnerId OWNER = new OwnerId("owner");

    /** Ten bytes, in eight characters. */
    private static final byte[] TEN_BYTES = "\"\u00e4\u00e41234\"".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

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
    void f130_noMoreRowsWaitThanMay() {
        SqliteRowQueue queue = new SqliteRowQueue(database, new PendingLimits(5, 0));
        queue.append(BatchKind.EVENTS, OWNER, rows(3));

        assertThatThrownBy(() -> queue.append(BatchKind.TOOL_SPANS, OWNER, rows(3)))
                .isInstanceOf(OutboxFullException.class)
                .hasMessageContaining("nothing was enqueued")
                .hasMessageContaining("sync.max_pending_rows = 5")
                .hasMessageContaining("kaizen.db")
                .hasMessageContaining("raise the limit");
        assertThat(TestFiles.countPending(database)).isEqualTo(3);

        assertThat(queue.append(BatchKind.TOOL_SPANS, OWNER, rows(2))).isEqualTo(2);
        assertThat(queue.append(BatchKind.EVENTS, OWNER, rows(0))).isZero();
    }

    @Test
    void f130_noMoreBytesWaitThanMay() {
        SqliteRowQueue queue = new SqliteRowQueue(database, new PendingLimits(0, 50));
        queue.append(BatchKind.EVENTS, OWNER, rows(3));

        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, rows(3)))
                .isInstanceOf(OutboxFullException.class)
                .hasMessageContaining("sync.max_pending_bytes = 50");
        assertThat(queue.append(BatchKind.EVENTS, OWNER, rows(2))).isEqualTo(2);
        assertThat(TestFiles.countPending(database)).isEqualTo(5);
    }

    @Test
    void f130_whatIsSentMakesRoomAndSoDoesWhatIsReplaced() {
        SqliteRowQueue queue = new SqliteRowQueue(database, new PendingLimits(5, 50));
        queue.append(BatchKind.EVENTS, OWNER, rows(5));

        assertThat(queue.replace(BatchKind.EVENTS, OWNER, rows(4))).isEqualTo(4);
        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, rows(2)))
                .isInstanceOf(OutboxFullException.class);
        try (SqliteOutboxStore store = new SqliteOutboxStore(database)) {
            new TestFlush(5).run(store);
        }
        assertThat(queue.append(BatchKind.EVENTS, OWNER, rows(5))).isEqualTo(5);
    }

    @Test
    void f130_whoIsOverTheLimitAlreadyMayStillSend() {
        new SqliteRowQueue(database).append(BatchKind.EVENTS, OWNER, rows(20));
        SqliteRowQueue queue = new SqliteRowQueue(database, new PendingLimits(5, 0));

        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, rows(1)))
                .isInstanceOf(OutboxFullException.class);
        assertThat(queue.replace(BatchKind.EVENTS, OWNER, rows(0))).isZero();
        assertThat(TestFiles.countPending(database)).isZero();
    }

    private static Iterator<byte[]> rows(int count) {
        return Collections.nCopies(count, TEN_BYTES).iterator();
    }
}
