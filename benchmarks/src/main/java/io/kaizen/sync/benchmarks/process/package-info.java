/** Whole processes: start, enqueue, flush. Needs Linux, which keeps account of processes in {@code /proc}. */
@NullMarked
package io.kaizen.sync.benchmarks.process;

import org.jspecify.annotations.NullMarked;
