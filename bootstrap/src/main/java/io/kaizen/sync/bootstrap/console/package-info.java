/**
 * The streams of the process and how text, tables and JSON look on them. Start at {@link
 * io.kaizen.sync.bootstrap.console.Console}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.console;

import org.jspecify.annotations.NullMarked;
