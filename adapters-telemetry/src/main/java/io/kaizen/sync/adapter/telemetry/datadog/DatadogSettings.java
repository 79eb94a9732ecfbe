package io.kaizen.sync.adapter.telemetry.datadog;

import io.kaizen.sync.domain.secret.Secret;
import java.net.URI;
import java.util.Objects;

/**
 * Where Datadog takes logs, and from whom.
 *
 * @param logsUrl the whole URL of the intake, http or https
 * @param apiKey an API key, which may send; an application key, which may not, is refused
 * @param hostname what each log names as its host
 */
public record DatadogSettings(URI logsUrl, Secret apiKey, String hostname) {

    /** How keys begin that may read what is at Datadog, and not send there. */
    public static final String APPLICATION_KEY_PREFIX = "ddapp_";

    /** @throws IllegalArgumentException if {@code apiKey} is an application key; the message does not show it */
    public DatadogSettings {
        Objects.requireNonNull(logsUrl, "logsUrl");
        Objects.requireNonNull(apiKey, "apiKey");
        Objects.requireNonNull(hostname, "hostname");
        if (isApplicationKey(apiKey)) {
            throw new IllegalArgumentException("the Datadog API key is an application key (" + APPLICATION_KEY_PREFIX
                    + "…); make an API key under Organization Settings > API Keys");
        }
    }

    /**
     * The public intake of a Datadog site.
     *
     * @param site its domain, such as {@code datadoghq.eu}
     */
    public static DatadogSettings ofSite(String site, Secret apiKey, String hostname) {
        return new DatadogSettings(URI.create("https://http-intake.logs." + site + "/api/v2/logs"), apiKey, hostname);
    }

    /** Whether {@code key} is one that may not send. */
    public static boolean isApplicationKey(Secret key) {
        return key.reveal().startsWith(APPLICATION_KEY_PREFIX);
    }
}
