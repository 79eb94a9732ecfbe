package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.testkit.DeadLettersContract;
import io.kaizen.sync.testkit.ExporterAcknowledgementContract;
import io.kaizen.sync.testkit.OutboxLaneContract;
import io.kaizen.sync.testkit.OutboxPoisonContract;
import io.kaizen.sync.testkit.OutboxReadingContract;
import io.kaizen.sync.testkit.OutboxStatusContract;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.OutboxUnderTest;
import io.kaizen.sync.testkit.OutboxUpkeepContract;
import io.kaizen.sync.testkit.RowQueueContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** A SQLite file keeps all contracts of the outbox. */
class SqliteOutboxContractTest {

    private static OutboxUnderTest outboxIn(Path folder, InstantSource clock) {
        return new SqliteOutboxUnderTest(folder.resolve("outbox.db"), clock);
    }

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Inspector extends OutboxStatusContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return outboxIn(folder, clock);
        }
    }

    /** Each call in a transaction of its own. */
    @Nested
    class WithinTransactions extends RowQueueContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return new SqliteTransactionsUnderTest(folder.resolve("outbox.db"), clock);
        }
    }
}
