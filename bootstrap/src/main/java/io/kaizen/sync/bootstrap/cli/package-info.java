/**
 * The command line of the contract: one class per command. Start at {@link
 * io.kaizen.sync.bootstrap.cli.CommandLineApp}.
 */
@NullMarked
package io.kaizen.sync.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
