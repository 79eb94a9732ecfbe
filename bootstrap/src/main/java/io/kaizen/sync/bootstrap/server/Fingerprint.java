package io.kaizen.sync.bootstrap.server;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of a SHA-256: tells rows and bodies apart, and is small enough to keep for every row ever stored. */
record Fingerprint(long high, long low) {

    /** The first 128 bits of what {@code sha256} has been fed with; resets it. */
    static Fingerprint of(MessageDigest sha256) {
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every Java platform must have SHA-256", broken);
        }
    }
}
