/** The flush: claim, send, judge, commit. Start at {@link io.kaizen.sync.application.flush.FlushRun}. */
@NullMarked
package io.kaizen.sync.application.flush;

import org.jspecify.annotations.NullMarked;
