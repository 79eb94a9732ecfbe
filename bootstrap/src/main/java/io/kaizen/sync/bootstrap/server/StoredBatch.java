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

    public int added() {
        return rows - deduped;
    }
}
