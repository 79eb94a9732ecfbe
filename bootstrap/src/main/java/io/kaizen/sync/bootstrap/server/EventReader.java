package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Identity of an event: {@code (team_id, workspace_hash, session_id_hash, event_seq)}. */
final class EventReader implements RowIdentityReader {

    private static final String SESSION = "session_id_hash";
    private static final String SEQUENCE = "event_seq";
    private static final int MAX_DIGITS = IntegerRange.U64.max().toString().length();

    private final MessageDigest sha256 = Fingerprint.newSha256();
    private final byte[] team;
    private final byte[] workspace;

    EventReader(String team, String workspace) {
        this.team = team.getBytes(UTF_8);
        this.workspace = workspace.getBytes(UTF_8);
    }

    @Override
    public Fingerprint read(JsonParser json, String place) throws IOException, RequestRefused {
        String session = null;
        String sequence = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals(SESSION) && value == JsonToken.VALUE_STRING) {
                session = json.getText();
            } else if (field.equals(SEQUENCE) && value == JsonToken.VALUE_NUMBER_INT && isU64(json)) {
                sequence = json.getText();
            } else {
                json.skipChildren();
            }
        }
        byte[] sessionBytes = require(session, place + "." + SESSION, "not a string");
        byte[] sequenceBytes = require(sequence, place + "." + SEQUENCE, "not a whole number from 0 to 2^64-1");
        feed(team);
        feed(workspace);
        feed(sessionBytes);
        feed(sequenceBytes);
        return Fingerprint.of(sha256);
    }

    private static boolean isU64(JsonParser json) throws IOException {
        return json.getTextLength() <= MAX_DIGITS
                && !json.getText().startsWith("-")
                && new BigInteger(json.getText()).compareTo(IntegerRange.U64.max()) <= 0;
    }

    private static byte[] require(@Nullable String part, String field, String message) throws RequestRefused {
        if (part == null) {
            throw RequestRefused.ofField(field, message);
        }
        return part.getBytes(UTF_8);
    }

    /** With its length in front, so that the parts cannot run into each other. */
    private void feed(byte[] part) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        sha256.update(part);
    }
}
