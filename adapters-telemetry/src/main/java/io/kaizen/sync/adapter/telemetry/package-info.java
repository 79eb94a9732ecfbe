/**
 * Exporters: second destinations beside the ingest server, each with a constructor and no framework. Start at
 * {@link io.kaizen.sync.adapter.telemetry.NdjsonFileExporter}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry;

import org.jspecify.annotations.NullMarked;
