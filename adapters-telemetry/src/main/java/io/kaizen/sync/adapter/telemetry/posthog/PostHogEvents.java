package io.kaizen.sync.adapter.telemetry.posthog;

import io.kaizen.sync.adapter.telemetry.chunk.RenderedRow;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch as events within PostHog's limit. Pure.
 *
 * @param events an event per row, in order, without those that are too long; none for a kind that has no items
 * @param tooLong the rows of those
 */
record PostHogEvents(List<RenderedRow> events, List<RowId> tooLong) {

    /** "Ingestion warnings" in PostHog's documentation, read in November 2026: longer ones are thrown away there. */
    static final int MAX_EVENT_BYTES = 1_000_000;

    static PostHogEvents of(Batch batch) {
        PostHogEvents made = new PostHogEvents(new ArrayList<>(), new ArrayList<>());
        for (CanonicalItem item : CanonicalItem.of(batch)) {
            byte[] event = PostHogEvent.of(item);
            if (event.length > MAX_EVENT_BYTES) {
                made.tooLong.add(item.row().id());
            } else {
                made.events.add(new RenderedRow(item.row().id(), event));
            }
        }
        return made;
    }
}
