/** The way to the ingest server. */
@NullMarked
package io.kaizen.sync.application.port.out.ingest;

import org.jspecify.annotations.NullMarked;
