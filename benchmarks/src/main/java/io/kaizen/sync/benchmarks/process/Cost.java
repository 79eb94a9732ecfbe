package io.kaizen.sync.benchmarks.process;

import java.time.Duration;

/**
 * What a process has cost.
 *
 * @param cpu user and system time of the whole process, the start of Java and its compilers included; to 10 ms
 * @param peakBytes most memory resident at a time
 * @param out what it has written to stdout
 */
record Cost(Duration wall, Duration cpu, long peakBytes, String out) {

    double wallSeconds() {
        return wall.toNanos() / 1e9;
    }

    double cpuSeconds() {
        return cpu.toNanos() / 1e9;
    }

    double peakMegabytes() {
        return peakBytes / 1e6;
    }
}
