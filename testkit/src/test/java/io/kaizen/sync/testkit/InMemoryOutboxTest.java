package io.kaizen.sync.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The fake keeps the contracts of what it stands for. */
class InMemoryOutboxTest {

    /** Stands for a disk: new for each test, and the same after a restart within one. */
    private final InMemoryOutbox memory = new InMemoryOutbox();

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Inspector extends OutboxInspectorContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder) {
            return memory;
        }
    }
}
