/**
 * The real application code in a simulated world: one thread, one seed, time that jumps instead of passing. Start at
 * {@link io.kaizen.sync.testkit.simulation.FlushSimulation}.
 */
@NullMarked
package io.kaizen.sync.testkit.simulation;

import org.jspecify.annotations.NullMarked;
