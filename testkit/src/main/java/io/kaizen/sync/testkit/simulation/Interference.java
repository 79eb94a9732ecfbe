package io.kaizen.sync.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the rest of the world does while a process is busy: rows and clocks change, and other processes flush the same outbox. */
final class Interference {

    /** Longer than any lease. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST_BESIDE = 2;

    private final Fate fate;
    private final SimulatedTime time;
    private final SimulatedProducer producer;
    private final SimulatedThreads threads;
    private final Invariants invariants;
    private final Supplier<SimulatedProcess> processes;
    private final Trace trace;
    private final List<SimulatedProcess> alive = new ArrayList<>();
    private int started;

    Interference(
            Fate fate,
            SimulatedTime time,
            SimulatedProducer producer,
            SimulatedThreads threads,
            Invariants invariants,
            Trace trace,
            Supplier<SimulatedProcess> processes) {
        this.trace = trace;
        this.fate = fate;
        this.time = time;
        this.producer = producer;
        this.threads = threads;
        this.invariants = invariants;
        this.processes = processes;
    }

    /** A new process. */
    SimulatedProcess begin() {
        SimulatedProcess process = processes.get();
        alive.add(process);
        started++;
        return process;
    }

    void end(SimulatedProcess process) {
        process.end();
        alive.remove(process);
    }

    void kill(SimulatedProcess process) {
        process.die();
        alive.remove(process);
    }

    /** How many processes have begun so far. */
    int started() {
        return started;
    }

    /** Nobody can know what a process has handed to exporters whose claims another has found. */
    void excuseOthers(SimulatedProcess heir) {
        alive.stream().filter(process -> process != heir).forEach(SimulatedProcess::excuseWhatWasExported);
    }

    /** @param self the process whose request is on the wire */
    void whileOnTheWire(SimulatedProcess self) {
        invariants.check();
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
        }
        if (fate.strikes(Fault.PAUSED_BEYOND_ITS_LEASE)) {
            time.pass(PAUSE);
            trace.add("paused");
            startAnother();
            self.threads().sleep();
            trace.add("awake");
        } else if (fate.strikes(Fault.SECOND_FLUSHER)) {
            startAnother();
        }
    }

    private void startAnother() {
        if (threads.beside() < MOST_BESIDE) {
            SimulatedProcess another = begin();
            threads.run(another.threads(), () -> flushOnce(another));
        }
    }

    private void flushOnce(SimulatedProcess process) {
        trace.add("another begins");
        try {
            process.flush();
            end(process);
        } catch (SimulatedCrash crash) {
            kill(process);
        }
        trace.add("another has ended");
    }
}
