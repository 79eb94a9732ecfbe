package io.kaizen.sync.application.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a stop says about rows that were refused alone. */
class PoisonTrackerTest {

    private final PoisonTracker evidence = new PoisonTracker();

    @Test
    void oneRowIsNamedWithWhatWasSaidAboutIt() {
        Stop stop = evidence.stopFor(refused(1, "odd"));

        assertThat(stop.reason()).isEqualTo(StopReason.REJECTED);
        assertThat(stop.message())
                .isEqualTo("the server refused a row that was sent alone and accepted none of its kind;"
                        + " nothing of it is dead-lettered, check server and configuration");
        assertThat(stop.detail()).isEqualTo("row 1: odd");
    }

    @Test
    void rowsThatAreAllTooLargeAreSaidToBe() {
        Stop stop = evidence.stopFor(List.of(
                new Refusal(new RowId(1), PoisonReason.TOO_LARGE, "", 1),
                new Refusal(new RowId(2), PoisonReason.TOO_LARGE, "", 1)));

        assertThat(stop.reason()).isEqualTo(StopReason.TOO_LARGE);
        assertThat(stop.message()).startsWith("the server refused 2 rows, each sent alone, as too large and");
        assertThat(stop.detail()).isEqualTo("rows 1, 2");
    }

    @Test
    void tenRowsAreNamedOneByOneAndOfMoreTheFirstTen() {
        String ten = "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10";

        assertThat(evidence.stopFor(refused(10, "")).detail()).isEqualTo(ten);
        assertThat(evidence.stopFor(refused(11, "")).detail()).isEqualTo(ten + ", …");
    }

    private static List<Refusal> refused(int rows, String message) {
        return LongStream.rangeClosed(1, rows)
                .mapToObj(row -> new Refusal(new RowId(row), PoisonReason.REJECTED, message, 1))
                .toList();
    }
}
