package io.kaizen.sync.application.flush;

import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What waits in the lanes of one kind, each in order, and which lanes have a batch on the wire. For one thread at a time. */
final class WaitingBatches {

    private final Map<Lane, Deque<PackedBatch>> waiting = new HashMap<>();
    private final Set<Lane> onTheWire = new HashSet<>();

    /** In front of all that waits in its lane. */
    void addFirst(PackedBatch part) {
        queueOf(part.lane()).addFirst(part);
    }

    /** Behind all that waits in its lane. */
    void addLast(PackedBatch part) {
        queueOf(part.lane()).addLast(part);
    }

    /** Takes out what stands first in its lane. */
    void remove(PackedBatch first) {
        queueOf(first.lane()).removeFirst();
    }

    /** What begins with the oldest row; empty if nothing waits. */
    Optional<PackedBatch> oldest() {
        return oldestOf(lane -> true);
    }

    /** The same among lanes that have nothing on the wire. */
    Optional<PackedBatch> oldestToLaunch() {
        return oldestOf(this::isFree);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    void launched(Lane lane) {
        onTheWire.add(lane);
    }

    void landed(Lane lane) {
        onTheWire.remove(lane);
    }

    /** Whether nothing of the lane is on the wire. */
    boolean isFree(Lane lane) {
        return !onTheWire.contains(lane);
    }

    boolean areAnyOnTheWire() {
        return !onTheWire.isEmpty();
    }

    private Optional<PackedBatch> oldestOf(Predicate<Lane> wanted) {
        Comparator<PackedBatch> byAge = Comparator.comparing(PackedBatch::firstRow, Comparator.<RowId>naturalOrder());
        return waiting.entrySet().stream()
                .filter(ofLane ->
                        wanted.test(ofLane.getKey()) && !ofLane.getValue().isEmpty())
                .map(ofLane -> ofLane.getValue().getFirst())
                .min(byAge);
    }

    private Deque<PackedBatch> queueOf(Lane lane) {
        return waiting.computeIfAbsent(lane, unused -> new ArrayDeque<>());
    }
}
