/**
 * How exporters POST: within a time limit of their own, again where that may help, never following a redirect. Start at {@link
 * io.kaizen.sync.adapter.telemetry.http.ExporterHttp}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.http;

import org.jspecify.annotations.NullMarked;
