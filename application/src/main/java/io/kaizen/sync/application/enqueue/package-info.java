/** How rows come in. */
@NullMarked
package io.kaizen.sync.application.enqueue;

import org.jspecify.annotations.NullMarked;
