/**
 * What a flush did, and why it stopped. Start at {@link io.kaizen.sync.domain.report.FlushReport}.
 */
@NullMarked
package io.kaizen.sync.domain.report;

import org.jspecify.annotations.NullMarked;
