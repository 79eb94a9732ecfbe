/** When to flush, and what happens around a flush: the limits that the server sets, and purging afterwards. */
@NullMarked
package io.kaizen.sync.application.schedule;

import org.jspecify.annotations.NullMarked;
