/**
 * The ingest server over HTTP: requests, answers, and the retries around both. Start at {@link
 * io.kaizen.sync.adapter.http.HttpIngestGateway}.
 */
@NullMarked
package io.kaizen.sync.adapter.http;

import org.jspecify.annotations.NullMarked;
