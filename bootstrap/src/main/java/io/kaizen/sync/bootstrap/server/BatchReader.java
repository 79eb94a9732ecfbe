package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body for what a server must know: that it is JSON, that it has the route's envelope and array, and what makes each
 * row the same row again. One streaming pass, no tree. Used once and by one thread.
 */
final class BatchReader {

    /** A row may nest 500 deep, and stands within an array within an object. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(502)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private static final String TEAM = "team_id";
    private static final String WORKSPACE = "workspace_hash";
    private static final String PROJECT = "project_name";

    private final KindSpec spec;
    private final OptionalInt maxItems;
    private final byte[] body;
    private final JsonParser json;
    private final List<Fingerprint> rows = new ArrayList<>();
    private @Nullable String team;
    private @Nullable String workspace;

    private BatchReader(KindSpec spec, OptionalInt maxItems, byte[] body, JsonParser json) {
        this.spec = spec;
        this.maxItems = maxItems;
        this.body = body;
        this.json = json;
    }

    /**
     * The identities of the rows in {@code body}: for events what the server dedupes on, for other kinds the row's JSON.
     *
     * @throws RequestRefused 400 where the body is not what the route of {@code spec} takes, 413 where it has too many rows
     */
    static List<Fingerprint> read(KindSpec spec, OptionalInt maxItems, byte[] body) throws RequestRefused {
        try (JsonParser json = JSON.createParser(body)) {
            BatchReader reader = new BatchReader(spec, maxItems, body, json);
            reader.readBody();
            return reader.rows;
        } catch (JsonProcessingException broken) {
            // The parser's own message quotes the body, which is not ours to repeat.
            throw RequestRefused.of(400, "the body is not JSON: " + placeOf(broken));
        } catch (IOException impossible) {
            throw new IllegalStateException("an array of bytes can always be read", impossible);
        }
    }

    private static String placeOf(JsonProcessingException broken) {
        return broken.getLocation() == null
                ? "it ends too early"
                : "look at byte " + broken.getLocation().getByteOffset();
    }

    private void readBody() throws IOException, RequestRefused {
        JsonToken first = json.nextToken();
        require(first == JsonToken.START_OBJECT, "the body is not an object");
        readObject();
        require(json.nextToken() == null, "something follows the body's JSON");
    }

    private void readObject() throws IOException, RequestRefused {
        boolean hasRows = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals(spec.arrayName())) {
                requireField(!hasRows, field, "given twice");
                requireField(value == JsonToken.START_ARRAY, field, "not an array");
                readRows();
                hasRows = true;
            } else if (field.equals(TEAM) || field.equals(WORKSPACE) || field.equals(PROJECT)) {
                requireField(value == JsonToken.VALUE_STRING, field, "not a string");
                requireField(!hasRows, field, "the envelope's fields come before the array");
                take(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        requireField(hasRows, spec.arrayName(), "missing");
    }

    private void take(String field, String value) {
        if (field.equals(TEAM)) {
            team = value;
        } else if (field.equals(WORKSPACE)) {
            workspace = value;
        }
    }

    private void readRows() throws IOException, RequestRefused {
        RowIdentityReader reader = newRowReader();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String place = spec.arrayName() + "[" + rows.size() + "]";
            requireField(json.currentToken() == JsonToken.START_OBJECT, place, "not an object");
            if (rows.size() == maxItems.orElse(Integer.MAX_VALUE)) {
                throw RequestRefused.of(413, "more than " + maxItems.getAsInt() + " " + spec.arrayName());
            }
            rows.add(reader.read(json, place));
        }
    }

    private RowIdentityReader newRowReader() throws RequestRefused {
        if (!spec.enveloped()) {
            return new WholeRowReader(body);
        }
        String ofTeam = requirePresent(team, TEAM);
        String ofWorkspace = requirePresent(workspace, WORKSPACE);
        return spec.kind().equals(BatchKind.EVENTS) ? new EventReader(ofTeam, ofWorkspace) : new WholeRowReader(body);
    }

    private static String requirePresent(@Nullable String value, String field) throws RequestRefused {
        if (value == null) {
            throw RequestRefused.ofField(field, "missing in front of the array");
        }
        return value;
    }

    private static void require(boolean met, String message) throws RequestRefused {
        if (!met) {
            throw RequestRefused.of(400, message);
        }
    }

    private static void requireField(boolean met, String field, String message) throws RequestRefused {
        if (!met) {
            throw RequestRefused.ofField(field, message);
        }
    }
}
