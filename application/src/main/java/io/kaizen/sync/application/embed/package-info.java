/**
 * The whole outbox in somebody else's program: no injection, no command line, no configuration files. Start at {@link
 * io.kaizen.sync.application.embed.OutboxSync}.
 */
@NullMarked
package io.kaizen.sync.application.embed;

import org.jspecify.annotations.NullMarked;
