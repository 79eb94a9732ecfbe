/**
 * A row read by a JSON parser, checked, and written anew by rules. Start at {@link io.kaizen.sync.adapter.http.row.internal.parse.RowParser}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.row.internal.parse;

import org.jspecify.annotations.NullMarked;
