package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.batch.Batch;

/** How a batch that is too large becomes two: at half its rows, rounded down, the left half first. */
public final class SplitPolicy {

    private SplitPolicy() {}

    /** Two batches that hold the rows of one, in order. */
    public record Halves(Batch left, Batch right) {}

    /**
     * Halves {@code batch}.
     *
     * @throws IllegalArgumentException if it has one row
     */
    public static Halves halve(Batch batch) {
        int middle = batch.size() / 2;
        if (middle == 0) {
            throw new IllegalArgumentException("a batch of one row cannot be split");
        }
        return new Halves(
                batch.withRows(batch.rows().subList(0, middle)),
                batch.withRows(batch.rows().subList(middle, batch.size())));
    }
}
