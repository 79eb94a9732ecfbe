/**
 * What the program says on stderr while it works: log lines, with a status line below them on a terminal. Start at {@link
 * io.kaizen.sync.bootstrap.logging.Logging}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
