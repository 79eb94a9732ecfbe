/**
 * What the application does for those who drive it. Start at {@link io.kaizen.sync.application.port.in.FlushOutbox}.
 */
@NullMarked
package io.kaizen.sync.application.port.in;

import org.jspecify.annotations.NullMarked;
