package io.kaizen.sync.bootstrap.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/** What a server's words come to: the {@code message} of a JSON object, or all of them. */
public final class ServerMessage {

    private static final JsonFactory JSON = new JsonFactory();

    private ServerMessage() {}

    /**
     * The message in {@code words}, which were made fit to be shown, and may be cut; {@code words} themselves where there is none that says
     * something.
     */
    public static String in(String words) {
        if (!words.startsWith("{")) {
            return words;
        }
        try (JsonParser parser = JSON.createParser(withBlanksBetweenTokens(words))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isMessage =
                        parser.currentName().toLowerCase(Locale.ROOT).equals("message");
                if (parser.nextToken() == JsonToken.VALUE_STRING && isMessage) {
                    String message = parser.getText().strip();
                    return message.isEmpty() ? words : message;
                }
                parser.skipChildren();
            }
            return words;
        } catch (IOException cutOrNoJson) {
            return words;
        }
    }

    /** Line ends and tabs between tokens have become escapes, which belong within strings only. */
    private static String withBlanksBetweenTokens(String words) {
        StringBuilder json = new StringBuilder(words.length());
        boolean inString = false;
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == '\\' && i + 1 < words.length()) {
                char escaped = words.charAt(++i);
                json.append(inString ? "\\" + escaped : " ");
            } else {
                inString ^= c == '"';
                json.append(c);
            }
        }
        return json.toString();
    }
}
