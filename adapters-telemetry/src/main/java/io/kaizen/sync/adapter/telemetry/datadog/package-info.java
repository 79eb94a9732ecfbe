/**
 * Logs for Datadog. Start at {@link io.kaizen.sync.adapter.telemetry.datadog.DatadogExporter}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.datadog;

import org.jspecify.annotations.NullMarked;
