package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.List;
import java.util.SortedMap;

/**
 * All that an ingest server has counted, at one instant.
 *
 * @param kinds one tally per kind that has a route, in the contract's order
 * @param answers how many requests were answered with each status, but for those of the configuration
 * @param replays POSTs whose key and body were known; each was answered 409, or dropped
 * @param keyMisuses POSTs whose key was known from another body
 * @param dropped POSTs that got no answer on purpose
 * @param discardedBytes bytes of bodies, as they came over the wire, that were thrown away unread
 */
public record LedgerSnapshot(
        List<KindTally> kinds,
        SortedMap<Integer, Long> answers,
        long replays,
        long keyMisuses,
        long dropped,
        long discardedBytes) {

    /** The tally of one kind; all zero for a kind without a route, which can never arrive. */
    public KindTally of(BatchKind kind) {
        return kinds.stream()
                .filter(tally -> tally.kind().equals(kind))
                .findFirst()
                .orElseGet(() -> KindTally.none(kind));
    }

    /** How many requests got this status. */
    public long answered(int status) {
        return answers.getOrDefault(status, 0L);
    }
}
