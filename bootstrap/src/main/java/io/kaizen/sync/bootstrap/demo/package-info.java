/**
 * The whole thing in one minute: an outbox of thousands of rows against a server that misbehaves, and the proof that nothing is
 * missing or doubled. Start at {@link io.kaizen.sync.bootstrap.demo.Demo}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
