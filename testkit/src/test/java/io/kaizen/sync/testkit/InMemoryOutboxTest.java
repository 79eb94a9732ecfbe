package io.kaizen.sync.testkit;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The fake keeps the contracts of what it stands for. */
class InMemoryOutboxTest {

    /** Stands for a disk: new for each test, and the same after a restart within one. */
    private @Nullable InMemoryOutbox memory;

    private InMemoryOutbox memory(InstantSource clock) {
        InMemoryOutbox known = memory;
        if (known == null) {
            known = new InMemoryOutbox(clock);
            memory = known;
        }
        return known;
    }

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Inspector extends OutboxStatusContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return memory(clock);
        }
    }
}
