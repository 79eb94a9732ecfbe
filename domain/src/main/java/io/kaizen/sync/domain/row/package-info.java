/**
 * A row of the outbox as it is stored: who owns it, which kind it is of, and its payload, untouched. Start at {@link io.kaizen.sync.domain.row.OutboxRow}.
 */
@NullMarked
package io.kaizen.sync.domain.row;

import org.jspecify.annotations.NullMarked;
