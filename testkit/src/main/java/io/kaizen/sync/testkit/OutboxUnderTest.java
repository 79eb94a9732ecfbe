package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.application.port.out.store.OutboxStore;

/** An outbox, and what a contract must be able to do to it. {@link #close} ends all processes: their holders are dead, and what is in memory is gone. */
public interface OutboxUnderTest extends Outbox {

    /** Ends a holder as {@code kill -9} would: it gives nothing back, and every other holder can see that it is dead. */
    void kill(OutboxStore store);
}
