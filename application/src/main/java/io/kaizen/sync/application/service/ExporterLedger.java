package io.kaizen.sync.application.service;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which exporter has taken which uncommitted row, so that a split or the next flush does not hand it out again. In memory: after a
 * crash an exporter may get the batch in flight once more. For one thread.
 */
final class ExporterLedger {

    private final Map<String, Set<RowId>> takenByExporter = new HashMap<>();

    /** The rows of {@code batch} that {@code exporter} has not taken yet. */
    List<EncodedRow> owed(String exporter, Batch batch) {
        Set<RowId> taken = takenByExporter.getOrDefault(exporter, Set.of());
        return taken.isEmpty()
                ? batch.rows()
                : batch.rows().stream().filter(row -> !taken.contains(row.id())).toList();
    }

    void taken(String exporter, List<RowId> rows) {
        takenByExporter.computeIfAbsent(exporter, name -> new HashSet<>()).addAll(rows);
    }

    /** Forgets rows that will never be exported again, since they are committed. */
    void forget(List<RowId> rows) {
        takenByExporter.values().forEach(taken -> taken.removeAll(Set.copyOf(rows)));
    }
}
