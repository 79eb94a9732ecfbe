package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.DeadLettersContract;
import io.kaizen.sync.testkit.ExporterAcknowledgementContract;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.OutboxLaneContract;
import io.kaizen.sync.testkit.OutboxPoisonContract;
import io.kaizen.sync.testkit.OutboxReadingContract;
import io.kaizen.sync.testkit.OutboxStatusContract;
import io.kaizen.sync.testkit.OutboxStoreContract;
import io.kaizen.sync.testkit.OutboxUnderTest;
import io.kaizen.sync.testkit.OutboxUpkeepContract;
import io.kaizen.sync.testkit.OverrideStoreContract;
import io.kaizen.sync.testkit.RowQueueContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A store from scratch keeps the contracts of the ports; for each, one method says how to make an outbox with it. */
class MapOutboxTest {

    /** A store of yours keeps its rows in the folder that it is given; the disk of this one is memory. */
    private MapOutbox memory;

    private OutboxUnderTest open(InstantSource clock) {
        if (memory == null) {
            memory = new MapOutbox(clock);
        }
        return new MapOutboxUnderTest(memory);
    }

    @Test
    void aFlushRunsOnIt() {
        try (OutboxSync sync = OutboxSync.builder(new MapOutbox(InstantSource.system()), new InMemoryIngest())
                .team("my-team", Secret.of("ab".repeat(32)))
                .gateway(batch -> journal -> IngestOutcome.Accepted.UNCOUNTED)
                .build()) {
            sync.enqueue(BatchKind.EVENTS, new OwnerId("me"), List.of("{}", "{}"));

            assertThat(sync.flush().rows()).isEqualTo(2);
            assertThat(sync.status().total().sent()).isEqualTo(2);
        }
    }

    @Nested
    class Claims extends OutboxStoreContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Lanes extends OutboxLaneContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Reading extends OutboxReadingContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Poison extends OutboxPoisonContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Letters extends DeadLettersContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Acknowledgements extends ExporterAcknowledgementContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Status extends OutboxStatusContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Upkeep extends OutboxUpkeepContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Queue extends RowQueueContract {
        @Override
        protected OutboxUnderTest openOutbox(Path folder, InstantSource clock) {
            return open(clock);
        }
    }

    @Nested
    class Overrides extends OverrideStoreContract {
        @Override
        protected OverrideStore newStore() {
            return new MapOutbox(InstantSource.system()).admin().overrides();
        }
    }
}
