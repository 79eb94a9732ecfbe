package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.testkit.DeadLettersContract;
import io.kaizen.sync.testkit.ExporterAcknowledgementContract;
import io.kaizen.sync.testkit.OutboxInspectorContract;
import io.kaizen.sync.testkit.OutboxLaneContract;
import io.kaizen.sync.testkit.OutboxPoisonContract;
import io.kaizen.sync.testkit.OutboxReadingContract;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.OutboxUnderTest;
import io.kaizen.sync.testkit.OutboxUpkeepContract;
import io.kaizen.sync.testkit.RowQueueContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file keeps all contracts of the outbox. */
class SqliteOutboxContractTest {

    @TempDir
    Path folder;

    private OutboxUnderTest outbox() {
        return new SqliteOutboxUnderTest(folder.resolve("outbox.db"));
    }

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Inspector extends OutboxInspectorContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return outbox();
        }
    }

    /** Each call in a transaction of its own. */
    @Nested
    class WithinTransactions extends RowQueueContract {
        @Override
        protected OutboxUnderTest newOutbox() {
            return new SqliteTransactionsUnderTest(folder.resolve("outbox.db"));
        }
    }
}
