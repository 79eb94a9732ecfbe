package io.kaizen.sync.adapter.telemetry.posthog;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Objects;

/**
 * Where PostHog takes events, and for which project.
 *
 * @param host base URL, http or https, of a cloud region or of an installation of one's own; may have a path
 * @param projectApiKey names the project; travels in the body
 */
public record PostHogSettings(URI host, Secret projectApiKey) {

    public PostHogSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(projectApiKey, "projectApiKey");
    }

    /** {@code <host>/batch/}, whether or not the host ends with a slash. */
    URI batchUrl() {
        String base = host.toString();
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        return URI.create(base + "/batch/");
    }
}
