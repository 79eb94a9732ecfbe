package io.kaizen.sync.testkit.simulation;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the rest of the world does while a process is busy. */
final class Interference {

    /** Longer than any lease. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration DAY = Duration.ofDays(1);

    private final Fate fate;
    private final SimulatedTime time;
    private final SimulatedProducer producer;
    private final Supplier<SimulatedProcess> processes;
    private final Trace trace;
    private boolean secondIsAtWork;
    private boolean crashIsDue;

    Interference(
            Fate fate,
            SimulatedTime time,
            SimulatedProducer producer,
            Trace trace,
            Supplier<SimulatedProcess> processes) {
        this.trace = trace;
        this.fate = fate;
        this.time = time;
        this.producer = producer;
        this.processes = processes;
    }

    /** What an exporter throws counts as its own failure, so a crash in one comes out a little later. */
    void duringExport() {
        crashIsDue |= fate.strikes(Fault.CRASH_DURING_EXPORT);
    }

    /** Where nobody catches it. */
    void dieIfDue() {
        if (crashIsDue) {
            crashIsDue = false;
            throw new SimulatedCrash("during an export");
        }
    }

    /** @param first the process that is busy, unless another is */
    void whileOnTheWire(@Nullable SimulatedProcess first) {
        dieIfDue();
        if (fate.strikes(Fault.ROWS_REPLACED)) {
            producer.replace();
            trace.add("replaced");
        }
        if (fate.strikes(Fault.CLOCK_JUMPS_BACK)) {
            time.jump(DAY.negated());
        }
        if (fate.strikes(Fault.CLOCK_JUMPS_FORWARD)) {
            time.jump(DAY);
            trace.add("clock jumps");
            leaseMayHaveEnded(first);
        }
        if (!secondIsAtWork && first != null) {
            overtake(first);
        }
    }

    private void overtake(SimulatedProcess first) {
        if (fate.strikes(Fault.PAUSED_BEYOND_ITS_LEASE)) {
            time.pass(PAUSE);
            trace.add("paused");
            leaseMayHaveEnded(first);
            letSecondWork();
        } else if (fate.strikes(Fault.SECOND_FLUSHER)) {
            letSecondWork();
        }
    }

    /** Others may take over what the process holds, and cannot know what it has handed to exporters. */
    private static void leaseMayHaveEnded(@Nullable SimulatedProcess holder) {
        if (holder != null) {
            holder.excuseWhatWasExported();
        }
    }

    private void letSecondWork() {
        secondIsAtWork = true;
        trace.add("second begins");
        SimulatedProcess second = processes.get();
        try {
            second.flush();
            second.end();
        } catch (SimulatedCrash crash) {
            second.die();
        } finally {
            secondIsAtWork = false;
            trace.add("second has ended");
        }
    }
}
