package io.kaizen.sync.domain.batch;

import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Fills one batch, row by row, until a limit is reached. Counts the exact body. The first row always
 * fits, so that a row which alone is over the limit travels alone. For one thread.
 */
public final class BatchPacker {

    private final KindSpec spec;
    private final BatchEnvelope envelope;
    private final BatchLimits limits;
    private final List<EncodedRow> rows = new ArrayList<>();
    private long bodyBytes;
    private boolean complete;

    /** A packer of one batch of that kind, within {@code limits}. */
    public BatchPacker(KindSpec spec, BatchEnvelope envelope, BatchLimits limits) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.envelope = Objects.requireNonNull(envelope, "envelope");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.bodyBytes = BodyFrame.of(spec, envelope).bytes();
    }

    /** Takes {@code row} if it fits. Once this has returned false, it takes no other: a shorter row must not overtake. */
    public boolean offer(EncodedRow row) {
        if (rows.isEmpty()) {
            rows.add(row);
            bodyBytes += row.json().length;
            return true;
        }
        long grown = bodyBytes + 1 + row.json().length;
        if (isFull() || grown > limits.maxBodyBytes()) {
            complete = true;
            return false;
        }
        rows.add(row);
        bodyBytes = grown;
        return true;
    }

    /** Whether no further row can fit, whatever its length. Never true of an empty batch, also where its envelope alone is too long. */
    public boolean isFull() {
        boolean atLimit = rows.size() >= limits.maxRows() || bodyBytes >= limits.maxBodyBytes();
        return complete || (atLimit && !rows.isEmpty());
    }

    /** Whether no row was taken yet. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The first of the rows taken.
     *
     * @throws IndexOutOfBoundsException if no row was taken
     */
    public RowId firstRow() {
        return rows.get(0).id();
    }

    /**
     * Returns the batch of the rows taken.
     *
     * @throws IllegalArgumentException if no row was taken
     */
    public Batch pack() {
        return new Batch(spec, envelope, rows);
    }
}
