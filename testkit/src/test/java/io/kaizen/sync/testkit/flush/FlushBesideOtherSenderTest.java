package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Another program marks rows of this outbox as sent while we send them: kaizen does, when its own sync is on. */
class FlushBesideOtherSenderTest extends FlushFixture {

    private static final String WARNING = "another program marks rows as sent too (a kaizen whose own sync is on?);"
            + " rows may reach the server twice: switch that program's sync off";

    @Test
    void isNamedWhenItMarksRowsOfABatchThatIsOnTheWire() {
        enqueue(BatchKind.EVENTS, 3);
        gateway.whileOnTheWire(() -> outbox.markSentByAnother(List.of(new RowId(2))));

        service.flush();

        assertThat(warnings).containsExactly(WARNING);
        assertThat(witness.events).contains("commits [1, 2, 3]: 2 sent, 1 gone");
    }

    @Test
    void isNamedOnceInAFlushHoweverManyBatchesItMeddlesWith() {
        enqueue(BatchKind.EVENTS, 9);
        enqueue(BatchKind.TOOL_SPANS, 3);
        gateway.whileOnTheWire(() -> outbox.markSentByAnother(LongStream.rangeClosed(1, 12)
                .filter(id -> id % 3 == 0)
                .mapToObj(RowId::new)
                .toList()));

        service.flush();

        assertThat(gateway.posts()).hasSizeGreaterThan(2);
        assertThat(warnings).containsExactly(WARNING);
    }

    @Test
    void aProducerThatReplacesItsRowsIsNotTakenForOne() {
        enqueue(BatchKind.TOOL_SPANS, 3);
        gateway.whileOnTheWire(() -> outbox.queue().replace(BatchKind.TOOL_SPANS, owner(), payloads(2)));

        service.flush();

        assertThat(witness.events).contains("commits [1, 2, 3]: 0 sent, 3 gone");
        assertThat(warnings).isEmpty();
    }

    @Test
    void rowsThatItTookBeforeWeClaimedThemNeedNoWord() {
        enqueue(BatchKind.EVENTS, 3);
        outbox.markSentByAnother(List.of(new RowId(1)));

        service.flush();

        assertThat(gateway.posts()).hasSize(1).allMatch(post -> post.rows().equals(List.of(2L, 3L)));
        assertThat(warnings).isEmpty();
    }
}
