package com.example.outbox;

import io.kaizen.sync.testkit.DeadLettersContract;
import io.kaizen.sync.testkit.ExporterAcknowledgementContract;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.OutboxLaneContract;
import io.kaizen.sync.testkit.OutboxPoisonContract;
import io.kaizen.sync.testkit.OutboxReadingContract;
import io.kaizen.sync.testkit.OutboxStatusContract;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.OutboxUnderTest;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** Our own store keeps the contracts of the port; for each, one method says how to make an outbox with it. */
class TimedOutboxStoreTest {

    /** A store of yours keeps its rows in the folder that it is given; this one only times another, whose disk is memory. */
    private InMemoryOutbox memory;

    private InMemoryOutbox memory(InstantSource clock) {
        if (memory == null) {
            memory = new InMemoryOutbox(clock);
        }
        return memory;
    }

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }

    @Nested
    class Inspector extends OutboxStatusContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new TimedOutbox(memory(clock));
        }
    }
}
