/**
 * The contract's server side, for trying and testing: real HTTP on loopback that checks, dedupes and, where asked,
 * misbehaves. Start at {@link io.kaizen.sync.bootstrap.server.IngestServer}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.server;

import org.jspecify.annotations.NullMarked;
