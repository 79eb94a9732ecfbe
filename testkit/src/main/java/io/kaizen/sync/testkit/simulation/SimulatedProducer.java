package io.kaizen.sync.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fills the outbox with good rows and bad ones, and remembers what must be in it. */
final class SimulatedProducer {

    /** Latest wins here; only of this kind rows are ever replaced. */
    private static final BatchKind REPLACED_KIND = BatchKind.TOOL_SPANS;

    private static final BatchKind UNKNOWN_KIND = new BatchKind("spaceships");
    private static final List<BatchKind> KINDS = KaizenKinds.REGISTRY.names();

    private final InMemoryOutbox outbox;
    private final Fate fate;
    private final Map<RowId, Row> rows = new HashMap<>();
    private final RowSet expected = new RowSet();
    private boolean hasReplaced;

    /** What a row is like. */
    enum Nature {
        GOOD,
        MALFORMED,
        OF_UNKNOWN_KIND,
        REJECTED,
        TOO_LARGE
    }

    private record Row(BatchKind kind, OwnerId owner, Nature nature) {}

    SimulatedProducer(InMemoryOutbox outbox, Fate fate) {
        this.outbox = outbox;
        this.fate = fate;
    }

    /** Enqueues some rows of random kinds, each of a random owner. */
    void enqueue(int count) {
        for (int i = 0; i < count; i++) {
            BatchKind kind = KINDS.get(fate.below(KINDS.size()));
            Nature nature = randomNature();
            append(nature == Nature.OF_UNKNOWN_KIND ? UNKNOWN_KIND : kind, nature);
        }
    }

    /** Enqueues a good row of each kind. */
    void enqueueEvidence() {
        KINDS.forEach(kind -> append(kind, Nature.GOOD));
    }

    /** Replaces the pending rows of one owner. */
    void replace() {
        OwnerId owner = owner();
        outbox.queue()
                .replace(REPLACED_KIND, owner, List.of(payload(Nature.GOOD)).iterator());
        takeNote(REPLACED_KIND, owner, Nature.GOOD);
        hasReplaced = true;
        RowSet present = new RowSet();
        outbox.rows().forEach(stored -> present.add(stored.row().id()));
        outbox.deadRows().forEach(letter -> present.add(letter.refusal().row()));
        expected.retainAll(present);
    }

    /** All rows that were enqueued and not replaced. */
    RowSet expectedRows() {
        return expected;
    }

    BatchKind kindOf(RowId row) {
        return known(row).kind();
    }

    OwnerId ownerOf(RowId row) {
        return known(row).owner();
    }

    Nature natureOf(RowId row) {
        return known(row).nature();
    }

    boolean isRejected(RowId row) {
        return natureOf(row) == Nature.REJECTED;
    }

    boolean isTooLarge(RowId row) {
        return natureOf(row) == Nature.TOO_LARGE;
    }

    boolean mayBeDoubled(BatchKind kind) {
        return hasReplaced && kind.equals(REPLACED_KIND);
    }

    private Row known(RowId id) {
        Row row = rows.get(id);
        if (row == null) {
            throw new InvariantBroken("row " + id + " was never enqueued");
        }
        return row;
    }

    private Nature randomNature() {
        if (fate.strikes(Fault.ROW_MALFORMED)) {
            return Nature.MALFORMED;
        }
        if (fate.strikes(Fault.ROW_OF_UNKNOWN_KIND)) {
            return Nature.OF_UNKNOWN_KIND;
        }
        if (fate.strikes(Fault.ROW_REJECTED)) {
            return Nature.REJECTED;
        }
        return fate.strikes(Fault.ROW_TOO_LARGE) ? Nature.TOO_LARGE : Nature.GOOD;
    }

    private void append(BatchKind kind, Nature nature) {
        OwnerId owner = owner();
        outbox.queue().append(kind, owner, List.of(payload(nature)).iterator());
        takeNote(kind, owner, nature);
    }

    /** The outbox numbers its rows from 1, without gaps, and nobody else enqueues. */
    private void takeNote(BatchKind kind, OwnerId owner, Nature nature) {
        RowId id = new RowId(rows.size() + 1L);
        rows.put(id, new Row(kind, owner, nature));
        expected.add(id);
    }

    private OwnerId owner() {
        return new OwnerId("session-" + fate.below(3));
    }

    private byte[] payload(Nature nature) {
        return (nature == Nature.MALFORMED ? PlainEncoder.MALFORMED_PAYLOAD : "{\"n\":" + fate.below(1_000_000) + "}")
                .getBytes(UTF_8);
    }
}
