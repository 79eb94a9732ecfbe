/**
 * What the application needs from the outside; adapters implement it. Start at {@link io.kaizen.sync.application.port.out.store.OutboxStore}.
 */
@NullMarked
package io.kaizen.sync.application.port.out;

import org.jspecify.annotations.NullMarked;
