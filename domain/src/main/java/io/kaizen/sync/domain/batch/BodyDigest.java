package io.kaizen.sync.domain.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * SHA-256 of a body before compression, as 64 lowercase hex digits. Binds an idempotency key to what was sent under it:
 * compressed bytes would not do, since gzip's output differs between Java versions.
 */
public record BodyDigest(String hex) {

    public BodyDigest {
        Objects.requireNonNull(hex, "hex");
    }

    static BodyDigest of(Batch batch) {
        MessageDigest sha256 = newSha256();
        try {
            batch.writeBodyTo(new DigestStream(sha256));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a digest takes any bytes", impossible);
        }
        return new BodyDigest(HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every Java platform must have SHA-256", broken);
        }
    }

    @Override
    public String toString() {
        return hex;
    }

    private static final class DigestStream extends OutputStream {

        private final MessageDigest digest;

        DigestStream(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(int b) {
            digest.update((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }
    }
}
