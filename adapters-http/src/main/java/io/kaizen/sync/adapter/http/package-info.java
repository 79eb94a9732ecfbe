/**
 * The ingest server over HTTP: rows and bodies on the way out, answers on the way back, and the retries around both. Start at
 * {@link io.kaizen.sync.adapter.http.HttpIngestGateway}.
 */
@NullMarked
package io.kaizen.sync.adapter.http;

import org.jspecify.annotations.NullMarked;
