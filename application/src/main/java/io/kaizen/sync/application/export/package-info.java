/** How batches reach exporters: beside a flush, as a replay of stored rows, and as a probe. */
@NullMarked
package io.kaizen.sync.application.export;

import org.jspecify.annotations.NullMarked;
