package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAccounts;
import io.kaizen.sync.application.port.out.admin.OutboxInspector;
import io.kaizen.sync.application.port.out.admin.OutboxUpkeep;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.RowQueue;

/** One outbox with all its ends, and what a contract must be able to do to it. */
public interface OutboxUnderTest extends AutoCloseable {

    /** A new holder, as if in a process of its own. */
    OutboxStore newStore();

    /** Ends a holder as {@code kill -9} would: it gives nothing back, and everybody can see that it is dead. */
    void kill(OutboxStore store);

    /** The end at which rows come in. */
    RowQueue queue();

    /** Looks at it. */
    OutboxInspector inspector();

    /** Its rows that can never be sent. */
    DeadLetters deadLetters();

    /** Accounts for its rows. */
    OutboxAccounts accounts();

    /** Keeps it small. */
    OutboxUpkeep upkeep();

    /** Ends all processes: their holders are dead, and what is in memory alone is gone. Its ends are of no use afterwards. */
    @Override
    void close();
}
