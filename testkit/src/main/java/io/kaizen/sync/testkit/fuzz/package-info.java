/**
 * Seeded fuzzing: thousands of cases per build, each made from one number, so that a failure names the number that repeats it. Start
 * at {@link io.kaizen.sync.testkit.fuzz.Fuzz}.
 */
@NullMarked
package io.kaizen.sync.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
