/**
 * Sends a batch in several requests where the server's limits want it, and remembers which rows were taken. Start at {@link
 * io.kaizen.sync.adapter.telemetry.chunk.Chunks}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.chunk;

import org.jspecify.annotations.NullMarked;
