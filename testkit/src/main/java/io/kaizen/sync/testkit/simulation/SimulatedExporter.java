package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A destination beside the server, of changing temper, that remembers what it was given. Survives the crashes of those who call it. */
final class SimulatedExporter {

    private static final Duration SLOW = Duration.ofSeconds(20);

    private final String name;
    private final Fate fate;
    private final SimulatedTime time;
    private final Map<RowId, Integer> taken = new HashMap<>();
    private final Map<RowId, Integer> excused = new HashMap<>();
    private final Set<RowId> doubled = new TreeSet<>();

    SimulatedExporter(String name, Fate fate, SimulatedTime time) {
        this.name = name;
        this.fate = fate;
        this.time = time;
    }

    String name() {
        return name;
    }

    /** The way by which one process reaches it, and what happens to the process meanwhile. */
    Line newLine(Runnable duringExport) {
        return new Line(duringExport);
    }

    /** Rows that were handed out more often than kills can excuse. */
    Set<RowId> doubled() {
        return doubled;
    }

    /** How many rows were handed out more than once, for whatever reason. */
    long repeated() {
        return taken.values().stream().filter(times -> times > 1).count();
    }

    private void take(RowId row) {
        int times = taken.merge(row, 1, Integer::sum);
        if (times > 1 + excused.getOrDefault(row, 0)) {
            doubled.add(row);
        }
    }

    /** What one process does with the exporter. */
    final class Line implements Exporter {

        private final Set<RowId> handedOut = new HashSet<>();

        private final Runnable duringExport;

        private Line(Runnable duringExport) {
            this.duringExport = duringExport;
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
            if (fate.strikes(Fault.EXPORTER_SLOW)) {
                time.pass(SLOW);
            }
            batch.rowIds().forEach(SimulatedExporter.this::take);
            handedOut.addAll(batch.rowIds());
            duringExport.run();
        }

        /**
         * The process is dead, or has lost what it held. Another cannot know what this one has handed out and not written down: that, and
         * nothing else, may be handed out once more.
         *
         * @param pending rows that may be handed out at all
         * @return how many rows that are
         */
        int excuse(Set<RowId> writtenDown, Set<RowId> pending) {
            handedOut.removeAll(writtenDown);
            handedOut.retainAll(pending);
            handedOut.forEach(row -> excused.merge(row, 1, Integer::sum));
            int rows = handedOut.size();
            handedOut.clear();
            return rows;
        }
    }
}
