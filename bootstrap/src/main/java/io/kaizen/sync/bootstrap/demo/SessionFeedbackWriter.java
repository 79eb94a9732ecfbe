package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;
import java.util.List;

/** What a person thought of a session; half of them say little. */
final class SessionFeedbackWriter implements RowWriter {

    private static final List<String> LABELS = List.of("good", "bad", "interesting", "bug", "regression");

    @Override
    public void write(Fields row, int index) throws IOException {
        row.text("id", row.id("fb-"))
                .text("session_id", row.id("sess-"))
                .maybeNumber("score", row.random().nextInt(6), 3)
                .text("label", row.chance(2) ? null : row.oneOf(LABELS))
                .text("note", row.chance(2) ? null : row.words(6))
                .number("created_at_ms", Fields.START_MS + index);
    }
}
