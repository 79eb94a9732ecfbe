/**
 * What one request carries, and how rows are packed into it, counted to the byte. Start at {@link io.kaizen.sync.domain.batch.Batch}.
 */
@NullMarked
package io.kaizen.sync.domain.batch;

import org.jspecify.annotations.NullMarked;
