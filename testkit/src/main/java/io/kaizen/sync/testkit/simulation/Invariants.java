package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true at every moment, whatever has happened. */
final class Invariants {

    private final SimulatedProducer producer;
    private final SimulatedIngest server;
    private final List<SimulatedExporter> exporters;

    Invariants(SimulatedProducer producer, SimulatedIngest server, List<SimulatedExporter> exporters) {
        this.producer = producer;
        this.server = server;
        this.exporters = exporters;
    }

    void check() {
        everyRowIsPendingOrSent();
        sentRowsAreProven();
        noRowIsStoredTwice();
        orderPerKindIsKept();
        noProcessExportsARowTwice();
    }

    private void everyRowIsPendingOrSent() {
        Set<RowId> present = new HashSet<>(producer.pendingRows());
        for (RowId sent : producer.sentRows()) {
            require(present.add(sent), "row " + sent + " is pending and sent");
        }
        require(present.equals(producer.expectedRows()), "rows were lost or made up");
    }

    private void sentRowsAreProven() {
        Set<RowId> stored = new HashSet<>(server.stored());
        for (RowId sent : producer.sentRows()) {
            boolean needsServer = !producer.kindOf(sent).equals(BatchKind.SESSION_FEEDBACK);
            require(!needsServer || stored.contains(sent), "row " + sent + " is marked sent and was never stored");
        }
    }

    /** A batch that lost rows on its way must go out under a new key, and only there the rest may be stored twice. */
    private void noRowIsStoredTwice() {
        Set<RowId> seen = new HashSet<>();
        for (RowId row : server.stored()) {
            require(seen.add(row) || producer.mayBeDoubled(producer.kindOf(row)), "row " + row + " is stored twice");
        }
    }

    private void orderPerKindIsKept() {
        Map<BatchKind, RowId> last = new HashMap<>();
        for (RowId row : firstCopies()) {
            RowId before = last.put(producer.kindOf(row), row);
            require(before == null || row.isAfter(before), "row " + row + " was stored behind row " + before);
        }
    }

    private List<RowId> firstCopies() {
        Set<RowId> seen = new HashSet<>();
        List<RowId> copies = new ArrayList<>();
        for (RowId row : server.stored()) {
            if (seen.add(row)) {
                copies.add(row);
            }
        }
        return copies;
    }

    private void noProcessExportsARowTwice() {
        for (SimulatedExporter exporter : exporters) {
            require(exporter.doubled().isEmpty(), exporter.name() + " was given rows twice: " + exporter.doubled());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvariantBroken(otherwise);
        }
    }
}
