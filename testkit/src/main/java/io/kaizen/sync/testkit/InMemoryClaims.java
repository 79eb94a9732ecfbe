package io.kaizen.sync.testkit;

import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.RowId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The claims of an {@link InMemoryOutbox}. Under the outbox's lock. */
final class InMemoryClaims {

    private final TreeMap<Lane, TreeMap<RowId, Claim>> byLane =
            new TreeMap<>(Comparator.comparing(Lane::kind).thenComparingInt(Lane::index));

    /** Every claim that nobody has settled. */
    List<Claim> all() {
        return byLane.values().stream()
                .flatMap(ofLane -> ofLane.values().stream())
                .toList();
    }

    /** Those of a lane by their first rows; to be changed by the caller. */
    NavigableMap<RowId, Claim> of(Lane lane) {
        return byLane.computeIfAbsent(lane, unused -> new TreeMap<>());
    }

    /** Lanes that have any. */
    List<Lane> lanes() {
        return byLane.entrySet().stream()
                .filter(ofLane -> !ofLane.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
