/**
 * The program: everything wired together behind a command line. Start at {@link io.kaizen.sync.bootstrap.Main}.
 */
@NullMarked
package io.kaizen.sync.bootstrap;

import org.jspecify.annotations.NullMarked;
