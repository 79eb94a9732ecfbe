package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.application.port.out.admin.OutboxAdmin;

/**
 * One open outbox, as a storage adapter offers it to code that puts a sync together. Thread-safe;
 * its parts throw {@link OutboxStoreException} where the storage cannot be used.
 */
public interface Outbox extends AutoCloseable {

    /** A new holder of lanes, which the caller closes before this outbox. */
    OutboxStore newStore();

    /** The end at which rows come in. Takes in no more than this outbox allows. */
    RowQueue queue();

    /** What operators and upkeep need. */
    OutboxAdmin admin();

    /** Closes the storage; its parts are of no use afterwards. Closing twice does no harm. */
    @Override
    void close();
}
