package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.kind.KindSpec;
import java.io.IOException;
import java.util.Objects;

/**
 * Rows that are refused on purpose, and with them the batch that holds one: what a server does with data that it does not like.
 *
 * @param text what the JSON of such a row contains; not empty
 * @param status 400 to 499
 * @param hint whether the answer names the first such row, as {@code events[17]}
 */
public record Rejection(String text, int status, boolean hint) {

    public Rejection {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the text of rows to be rejected is empty");
        }
        if (status < 400 || status > 499) {
            throw new IllegalArgumentException("status of a rejection must be 400 to 499: " + status);
        }
    }

    /**
     * Looks at all rows of {@code body}.
     *
     * @throws RequestRefused with the first that is not wanted
     * @throws IllegalArgumentException if {@code body} is not what the route of {@code spec} takes: {@link BatchReader} has to see it
     *     first
     */
    void check(KindSpec spec, byte[] body) throws RequestRefused {
        try (JsonParser json = BatchReader.JSON.createParser(body)) {
            json.nextToken();
            findArray(json, spec.arrayName());
            for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
                if (nextRow(json, body).contains(text)) {
                    String place = spec.arrayName() + "[" + index + "]";
                    throw RequestRefused.ofRow(status, place, "refused on purpose: a row with this text in it", hint);
                }
            }
        } catch (IOException broken) {
            throw new IllegalArgumentException("not a batch", broken);
        }
    }

    private static void findArray(JsonParser json, String name) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME && !json.currentName().equals(name)) {
            json.nextToken();
            json.skipChildren();
        }
        json.nextToken();
    }

    private static String nextRow(JsonParser json, byte[] body) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int end = (int) json.currentLocation().getByteOffset();
        return new String(body, start, end - start, UTF_8);
    }
}
