/**
 * Contracts that every implementation of a port has to pass, and fakes that pass them. Start at the port's contract, for example
 * {@link io.kaizen.sync.testkit.ExporterContract}.
 */
@NullMarked
package io.kaizen.sync.testkit;

import org.jspecify.annotations.NullMarked;
