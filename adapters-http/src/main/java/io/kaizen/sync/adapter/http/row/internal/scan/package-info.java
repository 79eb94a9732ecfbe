/**
 * The bytes of a row, looked at without a parser. Start at {@link io.kaizen.sync.adapter.http.row.internal.scan.ScanShape}.
 */
@NullMarked
package io.kaizen.sync.adapter.http.row.internal.scan;

import org.jspecify.annotations.NullMarked;
