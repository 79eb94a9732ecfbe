/** Which rows are sent for how long, and the removal of old ones. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.retention.RetentionCursors}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.retention;

import org.jspecify.annotations.NullMarked;
