package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.UUID;

/**
 * A batch that an ingest server has just stored.
 *
 * @param rows rows in the batch
 * @param deduped how many of them were there before and were left out
 * @param total rows of this kind that are stored now
 */
public record StoredBatch(BatchKind kind, UUID key, int rows, int deduped, long total) {

    private static final int ENDING = 12;

    /** How many rows were new. */
    public int added() {
        return rows - deduped;
    }

    /** Enough of the key to know it by. The end, since a UUIDv7 begins with the time and neighbours look alike. */
    public String keyEnding() {
        String text = key.toString();
        return text.substring(text.length() - ENDING);
    }
}
