package io.kaizen.sync.application.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.domain.report.RowCount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushListenerTest {

    private final List<String> heard = new ArrayList<>();

    private final FlushListener both =
            heardBy("the first").andThen(heardBy("the second")).andThen(FlushListener.NONE);

    @Test
    void aFlushThatFailedIsToldToEachOfSeveralListeners() {
        both.onEvent(new FlushFailed(new IllegalStateException("a fault")));

        assertThat(heard).containsExactly("the first hears FlushFailed", "the second hears FlushFailed");
    }

    @Test
    void eachOfSeveralListenersHearsEachEventBeforeTheNext() {
        both.onEvent(new FlushStarted(RowCount.exactly(1)));
        both.onEvent(new FlushStarted(RowCount.exactly(2)));

        assertThat(heard)
                .containsExactly(
                        "the first hears FlushStarted",
                        "the second hears FlushStarted",
                        "the first hears FlushStarted",
                        "the second hears FlushStarted");
    }

    private FlushListener heardBy(String name) {
        return event -> heard.add(name + " hears " + event.getClass().getSimpleName());
    }
}
