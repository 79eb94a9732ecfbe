/**
 * What happens during a flush, as it happens: for progress, metrics and logs. Start at {@link io.kaizen.sync.application.event.FlushListener}.
 */
@NullMarked
package io.kaizen.sync.application.event;

import org.jspecify.annotations.NullMarked;
