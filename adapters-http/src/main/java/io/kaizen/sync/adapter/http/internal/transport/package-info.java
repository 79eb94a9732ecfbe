/**
 * One request to an HTTP server and its answer, within deadlines: names, connections, TLS, proxies. Start at
 * {@link io.kaizen.sync.adapter.http.internal.transport.HttpTransport}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.internal.transport;

import org.jspecify.annotations.NullMarked;
