package io.kaizen.sync.application.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgendaTest {

    private final Agenda agenda = new Agenda();

    @Test
    void theKindWithTheOldestRowIsNext() {
        head(BatchKind.EVENTS, 7);
        head(BatchKind.TOOL_SPANS, 3);

        assertThat(agenda.next(kind -> true)).contains(BatchKind.TOOL_SPANS);
    }

    @Test
    void aKindMovesBackAsItsOldestRowGetsYounger() {
        head(BatchKind.EVENTS, 7);
        head(BatchKind.TOOL_SPANS, 3);
        head(BatchKind.TOOL_SPANS, 9);

        assertThat(agenda.next(kind -> true)).contains(BatchKind.EVENTS);
    }

    @Test
    void aKindThatIsNotAllowedIsPassedOver() {
        head(BatchKind.EVENTS, 7);
        head(BatchKind.TOOL_SPANS, 3);

        assertThat(agenda.next(BatchKind.EVENTS::equals)).contains(BatchKind.EVENTS);
    }

    @Test
    void nothingIsNextWhenNothingIsLeft() {
        head(BatchKind.EVENTS, 7);
        agenda.update(BatchKind.EVENTS, Optional.empty());

        assertThat(agenda.next(kind -> true)).isEmpty();
    }

    private void head(BatchKind kind, long row) {
        agenda.update(kind, Optional.of(new RowId(row)));
    }
}
