package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.OverrideStore;

class InMemoryOverrideStoreTest extends OverrideStoreContract {

    @Override
    protected OverrideStore newStore() {
        return new InMemoryOverrideStore();
    }
}
