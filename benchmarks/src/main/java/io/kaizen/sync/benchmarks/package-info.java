/** What things cost, measured by hand. Start at {@link io.kaizen.sync.benchmarks.Benchmarks}. */
@NullMarked
package io.kaizen.sync.benchmarks;

import org.jspecify.annotations.NullMarked;
