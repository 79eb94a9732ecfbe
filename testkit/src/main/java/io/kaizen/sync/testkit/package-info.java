/**
 * What tests of this system and of its embedders stand on: contracts that each implementation of a port passes, and fakes that
 * pass them too. Start at {@link io.kaizen.sync.testkit.OutboxStoreContract} and {@link io.kaizen.sync.testkit.InMemoryOutbox}.
 */
@NullMarked
package io.kaizen.sync.testkit;

import org.jspecify.annotations.NullMarked;
