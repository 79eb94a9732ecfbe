/** The outbox's files as the operating system sees them: paths, owners and modes, locks between processes, the file system. Start at {@link io.kaizen.sync.adapter.persistence.sqlite.internal.file.OutboxPaths}. */
@NullMarked
package io.kaizen.sync.adapter.persistence.sqlite.internal.file;

import org.jspecify.annotations.NullMarked;
