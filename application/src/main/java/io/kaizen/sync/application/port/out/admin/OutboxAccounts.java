package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;

/** Accounts for every row that was ever enqueued. Thread-safe; throws {@link OutboxStoreException} where the storage cannot be read. */
@FunctionalInterface
public interface OutboxAccounts {

    /** Counts everything, at one moment. */
    OutboxBalance balance();
}
