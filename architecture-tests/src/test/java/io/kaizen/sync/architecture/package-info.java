/**
 * The architecture as rules over the bytecode of all modules. Start at {@link io.kaizen.sync.architecture.ArchitectureTest}; that
 * each rule can fail is shown by {@link io.kaizen.sync.architecture.RulesCanFailTest}.
 */
@NullMarked
package io.kaizen.sync.architecture;

import org.jspecify.annotations.NullMarked;
