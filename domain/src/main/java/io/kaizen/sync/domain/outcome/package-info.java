/**
 * What an attempt to deliver a batch taught us. Start at {@link io.kaizen.sync.domain.outcome.IngestOutcome}.
 */
@NullMarked
package io.kaizen.sync.domain.outcome;

import org.jspecify.annotations.NullMarked;
