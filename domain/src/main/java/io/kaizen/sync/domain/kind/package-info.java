/**
 * The kinds of rows, their routes and the allowlist of their fields, as data. Start at {@link io.kaizen.sync.domain.kind.Kinds}.
 */
@NullMarked
package io.kaizen.sync.domain.kind;

import org.jspecify.annotations.NullMarked;
