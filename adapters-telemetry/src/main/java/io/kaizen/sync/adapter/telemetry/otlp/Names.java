package io.kaizen.sync.adapter.telemetry.otlp;

import java.util.Map;

/**
 * What a field of a row is called in OTLP: by the semantic conventions where they have a name
 * (github.com/open-telemetry/semantic-conventions-genai, registry of {@code gen_ai}, seen in November 2026; {@code session.id},
 * {@code error.type} and {@code log.record.uid} from the general one), else by its own name behind {@code kaizen.}.
 */
final class Names {

    static final String OPERATION_NAME = "gen_ai.operation.name";
    static final String EXECUTE_TOOL = "execute_tool";
    static final String RECORD_UID = "log.record.uid";
    static final String ERROR_TYPE = "error.type";
    static final String OMITTED_BYTES = "kaizen.omitted_bytes";

    private static final Map<String, String> CONVENTIONS = Map.of(
            "session_id_hash", "session.id",
            "agent", "gen_ai.agent.name",
            "model", "gen_ai.request.model",
            "tool", "gen_ai.tool.name",
            "tool_call_id", "gen_ai.tool.call.id",
            "tokens_in", "gen_ai.usage.input_tokens",
            "tokens_out", "gen_ai.usage.output_tokens",
            "reasoning_tokens", "gen_ai.usage.reasoning.output_tokens");

    private Names() {}

    static String ofField(String field) {
        return CONVENTIONS.getOrDefault(field, "kaizen." + field);
    }
}
