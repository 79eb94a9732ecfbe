/** Which rows are held, under which key, and the lanes that they belong to. */
@NullMarked
package io.kaizen.sync.domain.claim;

import org.jspecify.annotations.NullMarked;
