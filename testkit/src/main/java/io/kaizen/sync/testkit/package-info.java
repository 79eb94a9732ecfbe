/**
 * Stand-ins for the adapters, and the contracts that every adapter must keep. Start at
 * {@link io.kaizen.sync.testkit.InMemoryOutbox}.
 */
@NullMarked
package io.kaizen.sync.testkit;

import org.jspecify.annotations.NullMarked;
