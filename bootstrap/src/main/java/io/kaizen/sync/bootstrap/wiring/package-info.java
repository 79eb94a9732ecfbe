/**
 * Puts adapters and use cases together, by Guice, which nothing else knows. Start at {@link
 * io.kaizen.sync.bootstrap.wiring.Engine}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
