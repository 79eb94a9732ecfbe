package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What proves that a server takes rows, and so that a row it refuses is dead. Two rows, the second is refused. */
class FlushProofTest extends FlushFixture {

    private static final Conflict STORED_BEFORE = new Conflict(Conflict.Meaning.STORED_BEFORE, "");
    private static final ClientError REFUSED = new ClientError(422, "odd");

    @BeforeEach
    void sendRowsOneByOne() {
        newProcess(settings(OnPoison.DEAD_LETTER, 1));
    }

    @Test
    void aConflictThatFollowsAPostOfOurOwnIsEvidence() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(ANSWER_LOST, STORED_BEFORE, REFUSED);

        assertThat(service.flush().deadLettered()).isEqualTo(1);
    }

    @Test
    void aConflictAtTheFirstPostIsNoEvidence() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.answer(STORED_BEFORE, REFUSED);

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isZero();
        assertThat(report.pending().rows()).isEqualTo(1);
    }

    @Test
    void aConflictForABatchOfAnEarlierFlushIsNoEvidenceHoweverOftenItIsPosted() {
        enqueue(BatchKind.EVENTS, 2);
        time.stopsInSleep = true;
        gateway.answer(ANSWER_LOST);
        service.flush();
        time.stopsInSleep = false;
        time.stopRequested = false;
        gateway.answer(ANSWER_LOST, STORED_BEFORE, REFUSED);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.deadLettered()).isZero();
    }

    @Test
    void aRowThatItsProducerHasTakenBackMeanwhileIsNotDead() {
        outbox.queue().append(BatchKind.EVENTS, new OwnerId("hasty"), payloads(1));
        enqueue(BatchKind.EVENTS, 1);
        gateway.answer(REFUSED, new Accepted(1, 0));
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 2) {
                outbox.queue().replace(BatchKind.EVENTS, new OwnerId("hasty"), payloads(0));
            }
        });

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isZero();
        assertThat(witness.events).noneMatch(event -> event.startsWith("dead-letters"));
    }
}
