package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Understands {@code --set KEY=VALUE}. The value is one of TOML, or else text without quotes. */
final class SetOption {

    private static final String NAME = "value";

    private SetOption() {}

    /**
     * @throws ConfigException if there is no {@code =}, or the key is not known; the message repeats no value
     */
    static RawValue parse(String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw new ConfigException("--set needs KEY=VALUE, for example --set sync.gzip_level=9");
        }
        String key = option.substring(0, equals).strip();
        String text = option.substring(equals + 1);
        if (!ConfigKeys.ALL.contains(key)) {
            throw new ConfigException("--set: unknown key " + UnknownName.describe(key, ConfigKeys.ALL));
        }
        return RawValue.ofText(key, valueOf(text), text, Origin.COMMAND_LINE);
    }

    private static JsonNode valueOf(String text) {
        try {
            JsonNode document = Toml.read(NAME + " = " + text);
            // A line break in the text could have begun another key.
            if (document.size() == 1 && document.has(NAME)) {
                return document.get(NAME);
            }
            return TextNode.valueOf(text);
        } catch (JsonProcessingException plainText) {
            return TextNode.valueOf(text);
        }
    }
}
