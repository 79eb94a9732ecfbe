package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as far as it was read.
 *
 * @param headers values by name in any case, in the order in which they came
 * @param body as it came over the wire; at most what we are willing to read; nobody may write to it
 * @param complete whether {@code body} is all of it
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
record IngestResponse(int status, Map<String, List<String>> headers, byte[] body, boolean complete) {

    IngestResponse {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Whether all of the body is here, and in a form that we read: we ask for no content coding and undo none. */
    boolean hasReadableBody() {
        return complete && !isEncoded();
    }

    /** The body as text, whatever is of it; empty where it is in a content coding. */
    String text() {
        return isEncoded() ? "" : new String(body, UTF_8);
    }

    private boolean isEncoded() {
        return !header("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    }

    /** Without body and headers, which may repeat what we sent. */
    @Override
    public String toString() {
        return "IngestResponse[status=" + status + ", bytes=" + body.length + ", complete=" + complete + "]";
    }
}
