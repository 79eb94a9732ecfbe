package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import java.util.Objects;

/**
 * What a caller wants of flushes, beyond the configuration.
 *
 * @param sleeper does all waiting and knows when to stop
 * @param listener hears what happens
 * @param redirectParked whether batches that were begun for another destination go to the present one
 */
public record FlushOptions(Sleeper sleeper, FlushListener listener, boolean redirectParked) {

    public FlushOptions {
        Objects.requireNonNull(sleeper, "sleeper");
        Objects.requireNonNull(listener, "listener");
    }

    /** For somebody who does not flush. */
    static FlushOptions none() {
        return new FlushOptions(new StoppableSleeper(), FlushListener.NONE, false);
    }
}
