package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.batch.BatchEnvelope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes OTLP's ids from the hashes of a row: always the same for the same text, so that a resend, and a row of another kind,
 * come to the same trace.
 */
final class OtlpIds {

    private static final String PREFIX = "blake3:";
    private static final Pattern HASH = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;
    private static final int UID_BYTES = 16;

    private OtlpIds() {}

    /** The trace that all spans and logs of a session belong to: 16 bytes, never all zero. */
    static byte[] traceId(String sessionHash) {
        return leading(TRACE_ID_BYTES, sessionHash);
    }

    /** 8 bytes, never all zero. */
    static byte[] spanId(String spanHash) {
        return leading(SPAN_ID_BYTES, spanHash);
    }

    /**
     * 32 hex digits that name a log record: the same for the same row of the same workspace, so that a receiver can drop what a
     * crash has sent twice.
     *
     * @param rowJson the whole row, since two records that can be told apart must not have one name
     */
    static String recordUid(String eventName, BatchEnvelope envelope, byte[] rowJson) {
        MessageDigest digest = sha256();
        for (String part : List.of(eventName, envelope.teamId(), envelope.workspaceHash())) {
            digest.update(part.getBytes(UTF_8));
            digest.update((byte) 0);
        }
        digest.update(rowJson);
        return HexFormat.of().formatHex(digest.digest(), 0, UID_BYTES);
    }

    private static byte[] leading(int length, String text) {
        byte[] digest = HASH.matcher(text).matches()
                ? HexFormat.of().parseHex(text, PREFIX.length(), text.length())
                : sha256().digest(text.getBytes(UTF_8));
        byte[] id = Arrays.copyOf(digest, length);
        if (Arrays.equals(id, new byte[length])) {
            id[length - 1] = 1; // all zero means "no id" in OTLP
        }
        return id;
    }

    /** It need not be BLAKE3: nobody compares it with the hashes of rows. */
    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
