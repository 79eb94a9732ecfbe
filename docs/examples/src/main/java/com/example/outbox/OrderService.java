package com.example.outbox;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * The transactional outbox: an order and the event about it are written in one transaction, so that there is never one without the other.
 * The event is on its way as soon as the transaction is committed.
 */
public final class OrderService {

    private final DataSource database;
    private final SqliteOutbox outbox;
    private final OutboxSync sync;

    /** @param database the file that {@code outbox} is in, with transactions that begin as IMMEDIATE */
    public OrderService(DataSource database, SqliteOutbox outbox, OutboxSync sync) {
        this.database = database;
        this.outbox = outbox;
        this.sync = sync;
    }

    /** Places an order of {@code amount}; refuses, and tells nobody, if that is not positive. */
    public void place(long id, long amount) throws SQLException {
        try (Connection transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            try {
                sync.within(outbox.within(transaction))
                        .enqueue(BatchKind.EVENTS, new OwnerId("orders"), List.of(event(id)));
                insert(transaction, id, amount);
                transaction.commit();
            } catch (SQLException | RuntimeException refused) {
                transaction.rollback();
                throw refused;
            }
        }
        sync.wake();
    }

    /** The table refuses amounts that are not positive. */
    private static void insert(Connection transaction, long id, long amount) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement("insert into orders values (?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, amount);
            insert.executeUpdate();
        }
    }

    private static String event(long id) {
        return String.format(Locale.ROOT, """
                {"session_id_hash":"orders","event_seq":%d,"ts_ms":1760000000000,"agent":"shop","model":"none",\
                "kind":"message","source":"hook","payload":{"placed":%d}}""", id, id);
    }
}
