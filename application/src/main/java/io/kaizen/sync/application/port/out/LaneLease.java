package io.kaizen.sync.application.port.out;

import java.util.Objects;

/**
 * A lane held by one holder. Its epoch grows each time the lane changes hands, so that a holder that slept through the loss
 * of its lease can change nothing afterwards.
 *
 * @param holder name of the {@link OutboxStore} instance that holds the lane
 */
public record LaneLease(Lane lane, String holder, long epoch) {

    public LaneLease {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(holder, "holder");
    }
}
