/** Counts what is in a file, and checks it. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.audit.OutboxAudit}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import org.jspecify.annotations.NullMarked;
