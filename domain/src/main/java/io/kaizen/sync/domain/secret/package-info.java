/**
 * Values that must never be shown.
 */
@NullMarked
package io.kaizen.sync.domain.secret;

import org.jspecify.annotations.NullMarked;
