package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;
import java.util.List;

/** What a judging model thought of a session. */
final class SessionEvalWriter implements RowWriter {

    private static final List<String> JUDGES = List.of("claude-haiku-4-5", "gpt-5-mini");
    private static final List<String> RUBRICS = List.of("tool-efficiency-v1", "correctness-v2");

    @Override
    public void write(Fields row, int index) throws IOException {
        row.text("id", row.id("eval-"))
                .text("session_id", row.id("sess-"))
                .text("judge_model", row.oneOf(JUDGES))
                .text("rubric_id", row.oneOf(RUBRICS))
                .decimal("score", row.random().nextInt(1_000) / 1_000.0)
                .text("rationale", row.words(16))
                .flag("flagged", row.chance(10))
                .number("created_at_ms", Fields.START_MS + index);
    }
}
