package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.util.List;

/** Events in sessions of one length: the session and the place in it are what a server dedupes on. */
final class EventWriter implements RowWriter {

    private static final List<String> KINDS =
            List.of("tool_call", "tool_result", "message", "error", "cost", "hook", "lifecycle");
    private static final List<String> SOURCES = List.of("tail", "hook", "proxy");
    private static final List<String> TOOLS = List.of("Bash", "Edit", "Grep", "Read", "Write");

    private final int sessionLength;

    EventWriter(int sessionLength) {
        this.sessionLength = sessionLength;
    }

    @Override
    public void write(Fields row, int index) throws IOException {
        Agent agent = row.oneOf(Agent.ALL);
        String kind = row.oneOf(KINDS);
        row.text("session_id_hash", row.hashOf(BatchKind.EVENTS, index / sessionLength))
                .number("event_seq", index % sessionLength)
                .number("ts_ms", Fields.START_MS + index * 1_700L)
                .text("agent", agent.name())
                .text("model", agent.model())
                .text("kind", kind)
                .text("source", row.oneOf(SOURCES));
        if (kind.startsWith("tool")) {
            row.text("tool", row.oneOf(TOOLS)).text("tool_call_id", row.id("toolu_"));
        } else {
            writeCost(row);
        }
        row.startObject("payload")
                .flag("ok", !row.chance(20))
                .number("duration_ms", row.random().nextInt(60_000))
                .text("text", row.words(32))
                .number("files_in_context", row.random().nextInt(30))
                .endObject();
    }

    private static void writeCost(Fields row) throws IOException {
        row.number("tokens_in", row.random().nextInt(200_000))
                .number("tokens_out", row.random().nextInt(8_000));
        if (row.chance(3)) {
            row.number("reasoning_tokens", row.random().nextInt(20_000));
        }
        row.number("cost_usd_e6", row.random().nextInt(900_000));
    }

    private record Agent(String name, String model) {

        static final List<Agent> ALL = List.of(
                new Agent("claude", "claude-opus-4-1"),
                new Agent("claude", "claude-sonnet-4-5"),
                new Agent("codex", "gpt-5-codex"),
                new Agent("cursor", "composer-1"));
    }
}
