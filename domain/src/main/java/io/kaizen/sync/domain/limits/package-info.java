/**
 * How much goes out at once, how often, and which share of events is kept: what the team's server may say over the files. Start at
 * {@link io.kaizen.sync.domain.limits.SyncLimits}.
 */
@NullMarked
package io.kaizen.sync.domain.limits;

import org.jspecify.annotations.NullMarked;
