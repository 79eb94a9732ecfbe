/**
 * Rows that can never be sent: why, and when that is proven. Start at {@link io.kaizen.sync.domain.poison.PoisonPolicy}.
 */
@NullMarked
package io.kaizen.sync.domain.poison;

import org.jspecify.annotations.NullMarked;
