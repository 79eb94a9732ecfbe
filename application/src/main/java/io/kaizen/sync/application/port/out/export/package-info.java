/** Exporters, which get a copy of each batch, and the way to their servers. */
@NullMarked
package io.kaizen.sync.application.port.out.export;

import org.jspecify.annotations.NullMarked;
