/**
 * Bodies of requests, compressed. Start at {@link io.kaizen.sync.adapter.http.internal.body.RequestBody}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.internal.body;

import org.jspecify.annotations.NullMarked;
