package io.kaizen.sync.adapter.telemetry.datadog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.adapter.telemetry.chunk.BodyForm;
import io.kaizen.sync.adapter.telemetry.chunk.Chunk;
import io.kaizen.sync.adapter.telemetry.chunk.RenderedRow;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A batch as logs within Datadog's limits ("Send logs" in its API reference, read in November 2026; sizes are before compression).
 * Pure.
 *
 * @param logs a log per row, in order; none for a kind that has no items
 * @param cut the rows whose logs were too long and went without their item
 * @param old the rows that happened so long ago that Datadog may not show them
 */
record DatadogLogs(List<RenderedRow> logs, Set<RowId> cut, Set<RowId> old) {

    static final int MAX_LOGS = 1000;
    static final int MAX_LOG_BYTES = 1_000_000;

    /** 5 MB, less 64 KiB for whatever is counted that we do not see. */
    static final int MAX_BODY_BYTES = 5_000_000 - 64 * 1024;

    static final Duration MAX_AGE = Duration.ofHours(18);

    private static final BodyForm ARRAY =
            new BodyForm("[".getBytes(UTF_8), "]".getBytes(UTF_8), MAX_LOGS, MAX_BODY_BYTES);

    /**
     * @param hostname the logs' {@code hostname}
     * @param now the time of items that have none
     */
    static DatadogLogs of(Batch batch, String hostname, Instant now) {
        DatadogLogs made = new DatadogLogs(new ArrayList<>(), new HashSet<>(), new HashSet<>());
        for (CanonicalItem item : CanonicalItem.of(batch)) {
            made.add(item.row().id(), new DatadogLog(item, hostname, now), now);
        }
        return made;
    }

    private void add(RowId id, DatadogLog log, Instant now) {
        byte[] json = log.whole();
        if (json.length > MAX_LOG_BYTES) {
            json = shorter(log);
            cut.add(id);
        }
        if (log.isBefore(now.minus(MAX_AGE))) {
            old.add(id);
        }
        logs.add(new RenderedRow(id, json));
    }

    private static byte[] shorter(DatadogLog log) {
        byte[] json = log.withoutItem();
        return json.length <= MAX_LOG_BYTES ? json : log.bare();
    }

    /** The logs in as few requests as the limits allow. */
    List<Chunk> chunks() {
        return Chunk.pack(logs, ARRAY);
    }
}
