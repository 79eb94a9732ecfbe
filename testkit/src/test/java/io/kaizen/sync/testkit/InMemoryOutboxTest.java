package io.kaizen.sync.testkit;

import org.junit.jupiter.api.Nested;

/** The fake keeps the contracts of what it stands for. */
class InMemoryOutboxTest {

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Inspector extends OutboxInspectorContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new InMemoryOutbox();
        }
    }
}
