/** Pending rows: how they are found, read and marked sent. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.row.OutboxReader}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import org.jspecify.annotations.NullMarked;
