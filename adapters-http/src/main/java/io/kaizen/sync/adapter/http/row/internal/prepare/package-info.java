/**
 * Rows that are changed before they are stored: redacted, or with identifiers hashed. Start at {@link
 * io.kaizen.sync.adapter.http.row.internal.prepare.RewrittenRow}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.row.internal.prepare;

import org.jspecify.annotations.NullMarked;
