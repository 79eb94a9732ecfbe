package io.kaizen.sync.application.port.out.store;

import io.kaizen.sync.domain.report.RowCount;
import java.util.List;
import java.util.Objects;

/**
 * What an outbox has to send.
 *
 * @param lanes those with a row within the bound or a claim, in the order of their kinds' names and their numbers
 * @param pending how many rows wait, those beyond the bound included
 */
public record Backlog(List<LaneHead> lanes, RowCount pending) {

    public Backlog {
        lanes = List.copyOf(lanes);
        Objects.requireNonNull(pending, "pending");
    }
}
