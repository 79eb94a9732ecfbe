/**
 * Sends batches to an OpenTelemetry receiver, as OTLP/HTTP with protobuf bodies: tool spans as spans, all else as log records
 * (ADR 17). Start at {@link io.kaizen.sync.adapter.telemetry.otlp.OtlpExporter}; {@code OtlpRequests} is the mapping, which knows
 * nothing of HTTP.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.otlp;

import org.jspecify.annotations.NullMarked;
