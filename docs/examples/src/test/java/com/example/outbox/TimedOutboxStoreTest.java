package com.example.outbox;

import io.kaizen.sync.testkit.DeadLettersContract;
import io.kaizen.sync.testkit.ExporterAcknowledgementContract;
import io.kaizen.sync.testkit.OutboxInspectorContract;
import io.kaizen.sync.testkit.OutboxLaneContract;
import io.kaizen.sync.testkit.OutboxPoisonContract;
import io.kaizen.sync.testkit.OutboxReadingContract;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.OutboxUnderTest;
import org.junit.jupiter.api.Nested;

/** Our own store keeps the contracts of the port; for each, one method says how to make an outbox with it. */
class TimedOutboxStoreTest {

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }

    @Nested
    class Inspector extends OutboxInspectorContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new TimedOutbox();
        }
    }
}
