package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.simulation.Fate.Fault;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** An exporter of changing temper that remembers what it was given. Survives the crashes of those who call it. */
final class SimulatedExporter implements Exporter {

    private final String name;
    private final Fate fate;
    private final Set<RowId> taken = new HashSet<>();
    private final Set<RowId> takenFromThisProcess = new HashSet<>();
    private final Set<RowId> doubled = new TreeSet<>();

    SimulatedExporter(String name, Fate fate) {
        this.name = name;
        this.fate = fate;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void export(Batch batch) {
        if (fate.strikes(Fault.EXPORTER_THROWS_ERROR)) {
            throw new StackOverflowError("simulated");
        }
        if (fate.strikes(Fault.EXPORTER_FAILS)) {
            throw new IllegalStateException("simulated");
        }
        for (RowId row : batch.rowIds()) {
            taken.add(row);
            if (!takenFromThisProcess.add(row)) {
                doubled.add(row);
            }
        }
    }

    /** From now on another process calls, which cannot know what the one before has handed out. */
    void processStarted() {
        takenFromThisProcess.clear();
    }

    Set<RowId> taken() {
        return taken;
    }

    /** Rows that one process handed out twice. */
    Set<RowId> doubled() {
        return doubled;
    }
}
