/** The pieces of a flush and of enqueuing, each by itself, under JMH. */
@NullMarked
package io.kaizen.sync.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;
