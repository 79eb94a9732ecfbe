/** Lanes and claims, and what is remembered of rows beside them: suspects, dead letters, what exporters have taken. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.claim.ClaimTable}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.claim;

import org.jspecify.annotations.NullMarked;
