package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;
import java.util.List;

/** Calls of tools; one in ten was never finished, and one in eight was not counted. */
final class ToolSpanWriter implements RowWriter {

    private static final List<String> TOOLS = List.of("Bash", "Edit", "Grep", "Read", "Write");
    private static final List<String> STATUSES = List.of("done", "error", "running");

    @Override
    public void write(Fields row, int index) throws IOException {
        long start = Fields.START_MS + index * 2_300L;
        int duration = row.random().nextInt(90_000);
        row.text("session_id_hash", row.hash()).text("span_id_hash", row.hash());
        if (!row.chance(12)) {
            row.text("tool", row.oneOf(TOOLS));
        }
        row.text("status", row.oneOf(STATUSES))
                .number("started_at_ms", start)
                .maybeNumber("ended_at_ms", start + duration, 10)
                .maybeNumber("lead_time_ms", duration, 10)
                .maybeNumber("tokens_in", row.random().nextInt(20_000), 8)
                .maybeNumber("tokens_out", row.random().nextInt(2_000), 8)
                .maybeNumber("reasoning_tokens", row.random().nextInt(2_000), 2)
                .maybeNumber("cost_usd_e6", row.random().nextInt(50_000), 8)
                .hashes("path_hashes", row.random().nextInt(4));
    }
}
