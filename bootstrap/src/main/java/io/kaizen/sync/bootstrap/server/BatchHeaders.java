package io.kaizen.sync.bootstrap.server;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Checks the headers that a POST of a batch must have beside its token. */
final class BatchHeaders {

    private static final String KEY = "X-Kaizen-Idempotency-Key";
    /** {@link UUID#fromString} takes {@code 1-1-1-1-1} too. */
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private BatchHeaders() {}

    /**
     * The batch's idempotency key, if all headers are in order.
     *
     * @throws RequestRefused 415 where the body is not announced as gzip JSON, 400 where the key is missing or no UUID
     */
    static UUID check(Headers headers) throws RequestRefused {
        String mediaType = only(headers, "Content-Type").split(";", 2)[0].strip();
        if (!mediaType.equalsIgnoreCase("application/json")) {
            throw RequestRefused.of(415, "the Content-Type must be application/json");
        }
        if (!only(headers, "Content-Encoding").equalsIgnoreCase("gzip")) {
            throw RequestRefused.of(415, "the Content-Encoding must be gzip", "Accept-Encoding", "gzip");
        }
        String key = only(headers, KEY);
        if (!UUID_FORM.matcher(key).matches()) {
            throw RequestRefused.of(400, "the " + KEY + " must be one UUID");
        }
        return UUID.fromString(key.toLowerCase(Locale.ROOT));
    }

    /** The header's value, stripped; empty where it is missing or given more than once. */
    private static String only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0).strip() : "";
    }
}
