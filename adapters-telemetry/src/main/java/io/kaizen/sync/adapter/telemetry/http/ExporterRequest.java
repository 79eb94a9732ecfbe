package io.kaizen.sync.adapter.telemetry.http;

import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.domain.secret.Secret;
import java.util.Objects;
import java.util.Set;

/**
 * One POST, and how to go on where it fails. Immutable, as long as nothing writes to its body.
 *
 * @param request what is sent; the values of its headers are treated as secrets
 * @param bodySecrets what of the body must not be shown where the server repeats it
 */
public record ExporterRequest(Request request, RetryOn retryOn, Set<Secret> bodySecrets) {

    public ExporterRequest {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(retryOn, "retryOn");
        bodySecrets = Set.copyOf(bodySecrets);
    }

    /** Returns {@code text} without any secret of this request. */
    String scrub(String text) {
        String scrubbed = text;
        for (Secret secret : request.headers().values()) {
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
        return "ExporterRequest[" + request + "]";
    }
}
