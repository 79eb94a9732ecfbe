package io.kaizen.sync.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.InMemoryOutbox.StoredRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Fills the outbox, and remembers what must be in it. */
final class SimulatedProducer {

    /** Latest wins here; only of this kind rows are ever replaced. */
    private static final BatchKind REPLACED_KIND = BatchKind.TOOL_SPANS;

    private final InMemoryOutbox outbox;
    private final RandomGenerator random;
    private final Map<RowId, BatchKind> kinds = new HashMap<>();
    private final Set<RowId> expected = new TreeSet<>();
    private boolean hasReplaced;

    SimulatedProducer(InMemoryOutbox outbox, RandomGenerator random) {
        this.outbox = outbox;
        this.random = random;
    }

    /** Enqueues some rows of random kinds, each of a random owner. */
    void enqueue(int rows) {
        List<KindSpec> all = Kinds.all();
        for (int i = 0; i < rows; i++) {
            BatchKind kind = all.get(random.nextInt(all.size())).kind();
            outbox.queue().append(kind, owner(), payloads(1));
        }
        takeNote();
    }

    /** Replaces the pending rows of one owner. */
    void replace() {
        outbox.queue().replace(REPLACED_KIND, owner(), payloads(1 + random.nextInt(3)));
        hasReplaced = true;
        expected.retainAll(presentRows());
        takeNote();
    }

    /** All rows that were enqueued and not replaced. */
    Set<RowId> expectedRows() {
        return expected;
    }

    BatchKind kindOf(RowId row) {
        BatchKind kind = kinds.get(row);
        if (kind == null) {
            throw new InvariantBroken("row " + row + " was never enqueued");
        }
        return kind;
    }

    boolean mayBeDoubled(BatchKind kind) {
        return hasReplaced && kind.equals(REPLACED_KIND);
    }

    List<RowId> pendingRows() {
        return rows(row -> !row.sent());
    }

    List<RowId> sentRows() {
        return rows(StoredRow::sent);
    }

    private List<RowId> rows(Predicate<StoredRow> which) {
        return outbox.rows().stream().filter(which).map(row -> row.row().id()).toList();
    }

    private void takeNote() {
        for (StoredRow stored : outbox.rows()) {
            if (kinds.putIfAbsent(stored.row().id(), stored.row().kind()) == null) {
                expected.add(stored.row().id());
            }
        }
    }

    private Set<RowId> presentRows() {
        return new HashSet<>(rows(row -> true));
    }

    private OwnerId owner() {
        return new OwnerId("session-" + random.nextInt(3));
    }

    private Iterator<byte[]> payloads(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"n\":" + random.nextInt(1_000_000) + "}").getBytes(UTF_8))
                .iterator();
    }
}
