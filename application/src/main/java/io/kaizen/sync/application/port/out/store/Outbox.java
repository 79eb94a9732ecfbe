package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAccounts;
import io.kaizen.sync.application.port.out.admin.OutboxInspector;
import io.kaizen.sync.application.port.out.admin.OutboxUpkeep;
import io.kaizen.sync.application.port.out.admin.OverrideStore;

/**
 * One outbox, open, with all its ends: what an adapter of storage offers to those who put a sync together by hand. Thread-safe;
 * its ends throw {@link OutboxStoreException} where the storage cannot be used.
 */
public interface Outbox extends AutoCloseable {

    /** A new holder of lanes, which the caller closes before this outbox. */
    OutboxStore newStore();

    /** The end at which rows come in. Takes in no more than this outbox allows. */
    RowQueue queue();

    /** Looks at it. */
    OutboxInspector inspector();

    /** Accounts for its rows. */
    OutboxAccounts accounts();

    /** Its rows that can never be sent. */
    DeadLetters deadLetters();

    /** Keeps it small. */
    OutboxUpkeep upkeep();

    /** Remembers what the server overrides. */
    OverrideStore overrides();

    /** Closes the storage; its ends are of no use afterwards. Closing twice does no harm. */
    @Override
    void close();
}
