/** How rows come in: staged, checked against limits, and inserted in transactions of bounded size. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue.RowTarget}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.enqueue;

import org.jspecify.annotations.NullMarked;
