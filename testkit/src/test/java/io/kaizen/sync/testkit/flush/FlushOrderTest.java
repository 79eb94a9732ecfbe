package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order rows go out, and in which company. */
class FlushOrderTest extends FlushFixture {

    @Test
    void twoAlternatingKindsTravelApart() {
        for (int i = 0; i < 8; i++) {
            enqueue(i % 2 == 0 ? BatchKind.EVENTS : BatchKind.TOOL_SPANS, 1);
        }

        FlushReport report = service.flush();

        assertThat(gateway.posts())
                .extracting(Post::rows)
                .containsExactly(List.of(1L, 3L, 5L), List.of(2L, 4L, 6L), List.of(7L), List.of(8L));
        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(4, 8, 0, 0, List.of()));
    }

    @Test
    void f73_whatComesInDuringAFlushWaitsForTheNext() {
        enqueue(BatchKind.EVENTS, 2);
        gateway.whileOnTheWire(() -> {
            gateway.whileOnTheWire(() -> {});
            enqueue(BatchKind.EVENTS, 1);
        });

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.pending().rows()).isEqualTo(1);
        assertThat(report.stops()).isEmpty();
    }

    @Test
    void feedbackCountsAsAcceptedWithoutAPost() {
        enqueue(BatchKind.SESSION_FEEDBACK, 2);

        FlushReport report = service.flush();

        assertThat(gateway.posts()).isEmpty();
        assertThat(ofOutbox(report)).isEqualTo(new FlushReport(1, 2, 0, 0, List.of()));
        assertThat(exporter.rows).containsExactly(1L, 2L);
    }
}
