package io.kaizen.sync.domain.batch;

import static io.kaizen.sync.domain.batch.BatchFixture.ENVELOPE;
import static io.kaizen.sync.domain.batch.BatchFixture.EVALS;
import static io.kaizen.sync.domain.batch.BatchFixture.EVENTS;
import static io.kaizen.sync.domain.batch.BatchFixture.bodyOf;
import static io.kaizen.sync.domain.batch.BatchFixture.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {

    private static final List<EncodedRow> TWO_ROWS = List.of(row(4, "{\"a\":1}"), row(9, "{\"b\":\"é\"}"));

    @Test
    void theBodyIsEnvelopeFirstAndRowsLast() {
        Batch batch = new Batch(EVENTS, ENVELOPE, TWO_ROWS);

        assertThat(text(batch))
                .isEqualTo("{\"team_id\":\"team\",\"workspace_hash\":\"blake3:00\",\"project_name\":\"widget\","
                        + "\"events\":[{\"a\":1},{\"b\":\"é\"}]}");
    }

    @Test
    void anAbsentProjectNameIsLeftOut() {
        Batch batch = new Batch(EVENTS, new BatchEnvelope("t", "w", Optional.empty()), TWO_ROWS.subList(0, 1));

        assertThat(text(batch)).isEqualTo("{\"team_id\":\"t\",\"workspace_hash\":\"w\",\"events\":[{\"a\":1}]}");
    }

    @Test
    void k1_evalsStandInAnObjectWithNothingElse() {
        assertThat(text(new Batch(EVALS, ENVELOPE, TWO_ROWS))).isEqualTo("{\"evals\":[{\"a\":1},{\"b\":\"é\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"events,events", "tool_spans,spans", "repo_snapshots,snapshots", "workspace_facts,facts"})
    void eachKindHasItsOwnArray(String kind, String array) {
        Batch batch = new Batch(KaizenKinds.REGISTRY.find(new BatchKind(kind)).orElseThrow(), ENVELOPE, TWO_ROWS);

        assertThat(text(batch)).contains(",\"" + array + "\":[{\"a\":1},");
    }

    @Test
    void theLengthIsThatOfTheBody() {
        assertThat(new Batch(EVENTS, ENVELOPE, TWO_ROWS).bodyBytes())
                .isEqualTo(bodyOf(new Batch(EVENTS, ENVELOPE, TWO_ROWS)).length);
        assertThat(new Batch(EVALS, ENVELOPE, TWO_ROWS.subList(0, 1)).bodyBytes())
                .isEqualTo("{\"evals\":[{\"a\":1}]}".length());
    }

    @Test
    void rowsStandInTheOrderOfTheirIds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(EVENTS, ENVELOPE, List.of(row(9, "{}"), row(4, "{}"))))
                .withMessage("row 4 stands behind row 9");
    }

    @Test
    void f72_noRowIsInABatchTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(EVENTS, ENVELOPE, List.of(row(4, "{}"), row(4, "{}"))))
                .withMessage("row 4 stands behind row 4");
    }

    @Test
    void thereIsNoEmptyBatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(EVENTS, ENVELOPE, List.of()))
                .withMessage("a batch has at least one row");
    }

    @Test
    void itTellsItsKindAndRows() {
        Batch batch = new Batch(EVENTS, ENVELOPE, TWO_ROWS);

        assertThat(batch.kind()).isEqualTo(BatchKind.EVENTS);
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.rowIds()).containsExactly(new RowId(4), new RowId(9));
        assertThat(batch.withRows(TWO_ROWS.subList(1, 2)).rowIds()).containsExactly(new RowId(9));
    }

    @Test
    void itsNameInLogsHasNoContent() {
        Batch batch = new Batch(EVALS, ENVELOPE, List.of(row(4, "{\"canary\":1}")));

        assertThat(batch).hasToString("Batch[kind=session_evals, rows=1, first=4, bytes=24]");
        assertThat(batch.rows().get(0)).hasToString("EncodedRow[id=4, bytes=12]");
    }

    private static String text(Batch batch) {
        return new String(bodyOf(batch), UTF_8);
    }
}
