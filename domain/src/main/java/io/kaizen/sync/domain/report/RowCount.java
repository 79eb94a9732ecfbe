package io.kaizen.sync.domain.report;

/**
 * How many rows there are.
 *
 * @param rows at least this many
 * @param isExact whether these are all; a store counts no further than {@value #MOST_COUNTED}
 */
public record RowCount(long rows, boolean isExact) {

    /** Where counting ends, so that it costs little however many wait. */
    public static final int MOST_COUNTED = 100_000;

    /** All that there are. */
    public static RowCount exactly(long rows) {
        return new RowCount(rows, true);
    }

    /** For people: {@code 12}, or {@code 100000+} where there are more. */
    @Override
    public String toString() {
        return isExact ? Long.toString(rows) : rows + "+";
    }

    /** Of a count that ended one row above the most. */
    public static RowCount upToTheMost(long counted) {
        return new RowCount(Math.min(counted, MOST_COUNTED), counted <= MOST_COUNTED);
    }
}
