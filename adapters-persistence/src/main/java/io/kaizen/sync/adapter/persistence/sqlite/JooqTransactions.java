package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.application.port.out.store.RowQueue;
import org.jooq.DSLContext;

/**
 * Enqueues within transactions of jOOQ's. In a class of its own, so that a program that does not use jOOQ itself need not compile
 * against it. Thread-safe.
 */
public final class JooqTransactions {

    private JooqTransactions() {}

    /**
     * The same as {@link SqliteOutbox#within(java.sql.Connection)} within a transaction of jOOQ's, for example in {@code
     * context.transaction(t -> JooqTransactions.within(outbox, t.dsl()) …)}.
     */
    public static RowQueue within(SqliteOutbox outbox, DSLContext transaction) {
        return outbox.queueIn(transaction);
    }
}
