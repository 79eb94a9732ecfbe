package io.kaizen.sync.application.port.out.admin;

import io.kaizen.sync.domain.kind.BatchKind;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What lies in an outbox.
 *
 * @param lastSuccess of the last commit; empty if there never was one
 * @param consecutiveFailures failed flushes since then
 * @param lastError what stopped the last failed flush; empty after a success
 * @param pendingExact whether pending rows were counted one by one; else the numbers are estimates
 * @param sentExact the same for sent rows
 */
public record OutboxStatus(
        SortedMap<BatchKind, Counts> byKind,
        Optional<Instant> lastSuccess,
        long consecutiveFailures,
        Optional<String> lastError,
        boolean pendingExact,
        boolean sentExact) {

    /** A status whose counts are exact. */
    public OutboxStatus(
            SortedMap<BatchKind, Counts> byKind,
            Optional<Instant> lastSuccess,
            long consecutiveFailures,
            Optional<String> lastError) {
        this(byKind, lastSuccess, consecutiveFailures, lastError, true, true);
    }

    /**
     * Rows by state.
     *
     * @param pending neither sent nor dead
     * @param claimed how many of them are held by a claim
     */
    public record Counts(long pending, long claimed, long sent, long deadLettered) {

        /** No row at all. */
        public static final Counts NONE = new Counts(0, 0, 0, 0);

        /** The sums of these counts and of {@code other}. */
        public Counts plus(Counts other) {
            return new Counts(
                    pending + other.pending,
                    claimed + other.claimed,
                    sent + other.sent,
                    deadLettered + other.deadLettered);
        }
    }

    public OutboxStatus {
        byKind = Collections.unmodifiableSortedMap(new TreeMap<>(byKind));
    }

    /** All kinds together. */
    public Counts total() {
        return byKind.values().stream().reduce(Counts.NONE, Counts::plus);
    }
}
