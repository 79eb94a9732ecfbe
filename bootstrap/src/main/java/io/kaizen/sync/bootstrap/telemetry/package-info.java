/**
 * What people and programs see of exporters: the lines of NDJSON files as they come in, and the schema of what is exported. Start at
 * {@link io.kaizen.sync.bootstrap.telemetry.Tail} and {@link io.kaizen.sync.bootstrap.telemetry.ItemSchema}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.telemetry;

import org.jspecify.annotations.NullMarked;
