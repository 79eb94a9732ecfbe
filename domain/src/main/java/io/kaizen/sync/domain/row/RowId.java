package io.kaizen.sync.domain.row;

/** Identity of a row and its place in the order: a smaller id was enqueued earlier. Never used again after its row is gone. */
public record RowId(long value) implements Comparable<RowId> {

    /** Lies before every row. */
    public static final RowId BEFORE_ALL = new RowId(0);

    /** @throws IllegalArgumentException if {@code value} is negative */
    public RowId {
        if (value < 0) {
            throw new IllegalArgumentException("row id is negative: " + value);
        }
    }

    /** Whether the row was enqueued later than {@code other}. */
    public boolean isAfter(RowId other) {
        return value > other.value;
    }

    @Override
    public int compareTo(RowId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
