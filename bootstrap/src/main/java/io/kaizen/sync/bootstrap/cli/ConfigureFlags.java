package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.ExporterForm;
import io.kaizen.sync.bootstrap.config.ExporterForm.Field;
import io.kaizen.sync.domain.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code telemetry configure} was told on the command line. Filled in by picocli. */
final class ConfigureFlags {

    @Option(names = "--path", paramLabel = "FILE", description = "file: where to write (default: telemetry.ndjson).")
    private @Nullable String path;

    @Option(names = "--host", paramLabel = "URL", description = "posthog: base URL (default: the US cloud).")
    private @Nullable String host;

    @Option(names = "--project-api-key", paramLabel = "KEY", description = "posthog: key; other users can see it here.")
    private @Nullable String projectApiKey;

    @Option(names = "--project-api-key-file", paramLabel = "FILE|-", description = "posthog: file with the key.")
    private @Nullable String projectApiKeyFile;

    @Option(names = "--project-api-key-env", paramLabel = "NAME", description = "posthog: variable with the key.")
    private @Nullable String projectApiKeyEnv;

    @Option(names = "--site", paramLabel = "DOMAIN", description = "datadog: site (default: datadoghq.com).")
    private @Nullable String site;

    @Option(names = "--api-key", paramLabel = "KEY", description = "datadog: key; other users can see it here.")
    private @Nullable String apiKey;

    @Option(names = "--api-key-file", paramLabel = "FILE|-", description = "datadog: file with the key.")
    private @Nullable String apiKeyFile;

    @Option(names = "--api-key-env", paramLabel = "NAME", description = "datadog: variable with the key.")
    private @Nullable String apiKeyEnv;

    @Option(names = "--logs-url", paramLabel = "URL", description = "datadog: intake (default: that of the site).")
    private @Nullable String logsUrl;

    @Option(names = "--endpoint", paramLabel = "URL", description = "otlp: base URL of the receiver.")
    private @Nullable String endpoint;

    @Option(
            names = "--headers",
            paramLabel = "LIST",
            description = "otlp: name=value,...; other users can see it here.")
    private @Nullable String headers;

    @Option(names = "--headers-file", paramLabel = "FILE|-", description = "otlp: file with the headers.")
    private @Nullable String headersFile;

    @Option(names = "--headers-env", paramLabel = "NAME", description = "otlp: variable with the headers.")
    private @Nullable String headersEnv;

    /**
     * The values for {@code form}, by key.
     *
     * @throws CommandException if one belongs to another type, or one is given twice
     */
    Map<String, Secret> values(ExporterForm form, SecretSource secrets) {
        Map<String, Secret> values = new LinkedHashMap<>();
        Map<String, String> given = given();
        for (Field field : form.fields()) {
            valueOf(field, given, secrets).ifPresent(value -> values.put(field.key(), value));
        }
        if (!given.isEmpty()) {
            throw CommandException.usage(
                    given.keySet().iterator().next() + " is not for an exporter of type " + form.type());
        }
        return values;
    }

    /** Takes out of {@code given} what belongs to {@code field}. */
    private static Optional<Secret> valueOf(Field field, Map<String, String> given, SecretSource secrets) {
        String flag = field.flag();
        Optional<String> plain = Optional.ofNullable(given.remove(flag));
        if (!field.isSecret()) {
            return plain.map(Secret::of);
        }
        Optional<String> file = Optional.ofNullable(given.remove(flag + "-file"));
        Optional<String> variable = Optional.ofNullable(given.remove(flag + "-env"));
        if (List.of(plain, file, variable).stream().filter(Optional::isPresent).count() > 1) {
            throw CommandException.usage("give only one of " + flag + ", " + flag + "-file and " + flag + "-env");
        }
        return plain.map(text -> secrets.fromCommandLine(flag, text))
                .or(() -> file.map(name -> secrets.fromFile(flag + "-file", name)))
                .or(() -> variable.map(name -> secrets.fromVariable(flag + "-env", name)));
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        put(given, "--path", path);
        put(given, "--host", host);
        put(given, "--project-api-key", projectApiKey);
        put(given, "--project-api-key-file", projectApiKeyFile);
        put(given, "--project-api-key-env", projectApiKeyEnv);
        put(given, "--site", site);
        put(given, "--api-key", apiKey);
        put(given, "--api-key-file", apiKeyFile);
        put(given, "--api-key-env", apiKeyEnv);
        put(given, "--logs-url", logsUrl);
        put(given, "--endpoint", endpoint);
        put(given, "--headers", headers);
        put(given, "--headers-file", headersFile);
        put(given, "--headers-env", headersEnv);
        return given;
    }

    private static void put(Map<String, String> given, String flag, @Nullable String value) {
        if (value != null) {
            given.put(flag, value);
        }
    }
}
