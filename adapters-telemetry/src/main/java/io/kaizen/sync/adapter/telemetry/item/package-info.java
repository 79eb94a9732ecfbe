/**
 * Canonical items: what an HTTP exporter makes of a row. Pure: bytes in, JSON out. Start at {@link
 * io.kaizen.sync.adapter.telemetry.item.CanonicalItem}.
 */
@NullMarked
package io.kaizen.sync.adapter.telemetry.item;

import org.jspecify.annotations.NullMarked;
