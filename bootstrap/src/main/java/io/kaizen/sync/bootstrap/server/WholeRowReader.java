package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.security.MessageDigest;

/** Identity of a row that has none of its own: its JSON, byte for byte. */
final class WholeRowReader implements RowIdentityReader {

    private final MessageDigest sha256 = Fingerprint.newSha256();
    private final byte[] body;

    WholeRowReader(byte[] body) {
        this.body = body;
    }

    @Override
    public Fingerprint read(JsonParser json, String place) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int end = (int) json.currentLocation().getByteOffset();
        sha256.update(body, start, end - start);
        return Fingerprint.of(sha256);
    }
}
