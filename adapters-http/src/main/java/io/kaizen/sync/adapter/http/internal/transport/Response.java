package io.kaizen.sync.adapter.http.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as far as it was read.
 *
 * @param headers values by name in any case, in the order in which they came
 * @param body as it came over the wire; at most what we are willing to read; nobody may write to it
 * @param ending how {@code body} ends
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
public record Response(int status, Map<String, List<String>> headers, byte[] body, Ending ending) {

    /** What of a body is read, and no further. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    /** What is known of a body's end. */
    public enum Ending {
        /** All of the body is there: its length was announced, or its last chunk marked. */
        MARKED,
        /** The connection was closed behind it, which is its end or a cut, in the body or in the head before it. */
        UNMARKED,
        /** There was more, or was to be. */
        CUT
    }

    public Response {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    /** The values of the header {@code name}, in any case; empty where there is none. */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The body as text, whatever is of it; empty where it is in a content coding. */
    public String text() {
        return isEncoded() ? "" : new String(body, UTF_8);
    }

    /** Whether the body is in a content coding. We ask for none and undo none. */
    public boolean isEncoded() {
        return !header("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    }

    /** Without body and headers, which may repeat what we sent. */
    @Override
    public String toString() {
        return "Response[status=" + status + ", bytes=" + body.length + ", ending=" + ending + "]";
    }
}
