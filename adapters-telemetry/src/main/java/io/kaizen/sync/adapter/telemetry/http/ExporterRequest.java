package io.kaizen.sync.adapter.telemetry.http;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One POST. Immutable, as long as nobody writes to {@code body}.
 *
 * @param uri absolute, http or https
 * @param headers besides those of content and client; values are treated as secrets
 * @param body before compression; shared and not copied
 * @param gzip whether it travels compressed
 * @param bodySecrets what of the body must not be shown where the server repeats it
 */
@SuppressWarnings("ArrayRecordComponent") // as large as a batch, and made for this request alone
public record ExporterRequest(
        URI uri,
        String contentType,
        Map<String, Secret> headers,
        byte[] body,
        boolean gzip,
        RetryOn retryOn,
        Set<Secret> bodySecrets) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");

    /** @throws IllegalArgumentException if a header's name or value cannot travel; the message does not show the value */
    public ExporterRequest {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(contentType, "contentType");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(retryOn, "retryOn");
        bodySecrets = Set.copyOf(bodySecrets);
        headers.forEach(ExporterRequest::requireSendable);
    }

    private static void requireSendable(String name, Secret value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("this is no name of a header: " + name);
        }
        if (!VALUE.matcher(value.reveal()).matches()) {
            throw new IllegalArgumentException(
                    "the header " + name + " holds line breaks or letters that no header may hold");
        }
    }

    /** Returns {@code text} without any secret of this request. */
    String scrub(String text) {
        String scrubbed = text;
        for (Secret secret : headers.values()) {
            scrubbed = secret.scrub(scrubbed);
        }
        for (Secret secret : bodySecrets) {
            scrubbed = secret.scrub(scrubbed);
        }
        return scrubbed;
    }

    /** Without headers and body. */
    @Override
    public String toString() {
        return "ExporterRequest[" + uri + ", bytes=" + body.length + "]";
    }
}
