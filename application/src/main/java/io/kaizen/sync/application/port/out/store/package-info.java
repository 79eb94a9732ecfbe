/** What a flush needs of a durable outbox, and how rows come in. A new store implements these. */
@NullMarked
package io.kaizen.sync.application.port.out.store;

import org.jspecify.annotations.NullMarked;
