package io.kaizen.sync.testkit.flush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that can never be sent. */
class FlushBadRowsTest extends FlushFixture {

    @Test
    void aRowThatCanNeverBeSentStopsItsKindBehindTheHealthyRowsBeforeIt() {
        enqueue(BatchKind.EVENTS, 2);
        outbox.queue()
                .append(
                        BatchKind.EVENTS,
                        owner(),
                        List.of("bad".getBytes(UTF_8)).iterator());
        enqueue(BatchKind.EVENTS, 1);
        enqueue(BatchKind.TOOL_SPANS, 1);

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.pending()).isEqualTo(2);
        assertThat(report.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.MALFORMED);
            assertThat(stop.message()).contains("row 3").contains("it says so");
        });
    }
}
