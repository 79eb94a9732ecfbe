package io.kaizen.sync.application.export;

import io.kaizen.sync.application.port.out.store.Settlement.Taken;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which exporter has taken which uncommitted row of one lane, so that neither a retry, nor a split, nor the next flush hands it out
 * again. Written down only where a batch is not committed in the same step: a kill before that costs an exporter the batch in flight
 * once more. For one thread.
 */
public final class ExporterLedger {

    private final Map<String, Set<RowId>> takenByExporter = new HashMap<>();
    /** What of it is not on disk. Ordered, so that the same run writes the same. */
    private final Map<String, Set<RowId>> unsaved = new TreeMap<>();

    /** Begins with what is on disk. What could not be written before stays known. */
    public void load(Map<String, Set<RowId>> saved) {
        takenByExporter.clear();
        saved.forEach(this::remember);
        unsaved.forEach(this::remember);
    }

    /** The rows of {@code batch} that {@code exporter} has not taken yet. */
    List<EncodedRow> owed(String exporter, Batch batch) {
        Set<RowId> taken = takenByExporter.getOrDefault(exporter, Set.of());
        return taken.isEmpty()
                ? batch.rows()
                : batch.rows().stream().filter(row -> !taken.contains(row.id())).toList();
    }

    void taken(String exporter, List<RowId> rows) {
        remember(exporter, rows);
        unsaved.computeIfAbsent(exporter, name -> new TreeSet<>()).addAll(rows);
    }

    /** Has written down what is not on disk yet. */
    public void save(Consumer<Taken> settle) {
        for (Map.Entry<String, Set<RowId>> entry : Map.copyOf(unsaved).entrySet()) {
            settle.accept(new Taken(entry.getKey(), List.copyOf(entry.getValue())));
            unsaved.remove(entry.getKey());
        }
    }

    /** Forgets rows that will never be exported again, since they are committed. */
    public void forget(List<RowId> rows) {
        if (takenByExporter.isEmpty() && unsaved.isEmpty()) {
            return;
        }
        Set<RowId> committed = Set.copyOf(rows);
        takenByExporter.values().forEach(taken -> taken.removeAll(committed));
        unsaved.values().forEach(taken -> taken.removeAll(committed));
        unsaved.values().removeIf(Set::isEmpty);
    }

    private void remember(String exporter, Iterable<RowId> rows) {
        Set<RowId> taken = takenByExporter.computeIfAbsent(exporter, name -> new HashSet<>());
        rows.forEach(taken::add);
    }
}
