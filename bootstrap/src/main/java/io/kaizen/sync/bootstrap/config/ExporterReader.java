package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.adapter.telemetry.datadog.DatadogSettings;
import io.kaizen.sync.bootstrap.config.ExporterConfig.Datadog;
import io.kaizen.sync.bootstrap.config.ExporterConfig.Dev;
import io.kaizen.sync.bootstrap.config.ExporterConfig.File;
import io.kaizen.sync.bootstrap.config.ExporterConfig.Otlp;
import io.kaizen.sync.bootstrap.config.ExporterConfig.PostHog;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one table of {@code [[telemetry.exporters]]}. What it leaves out, or leaves empty, comes from the environment. */
final class ExporterReader {

    static final String POSTHOG_US_CLOUD = "https://us.i.posthog.com";
    static final String DATADOG_US_SITE = "datadoghq.com";
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+");
    private static final String OTLP = "OTEL_EXPORTER_OTLP";
    private static final Secret NOT_SET = Secret.of("");

    private final RawValue table;
    private final ValueReader values;
    private final Environment environment;
    private final List<String> warnings;
    private final ExporterType type;
    private final boolean enabled;
    private Optional<Skipped> skipped = Optional.empty();

    ExporterReader(RawValue table, ValueReader values, Environment environment, List<String> warnings) {
        this.table = table;
        this.values = values;
        this.environment = environment;
        this.warnings = warnings;
        this.type = type();
        this.enabled = settle("enabled", table.member("enabled"), true, RawValue::flag);
    }

    /** Empty if the exporter is not to run; where it was meant to, a warning says why not. */
    Optional<ExporterConfig> read() {
        warnAboutUnknownKeys();
        return asWritten().filter(present -> enabled);
    }

    /** What the table stands for, whether it is to run or not; empty where something is missing. */
    Optional<ExporterConfig> asWritten() {
        return switch (type) {
            case FILE -> Optional.of(file());
            case DEV -> Optional.of(new Dev());
            case POSTHOG -> postHog();
            case DATADOG -> datadog();
            case OTLP -> otlp();
            case NONE -> Optional.empty();
        };
    }

    /** Whether the exporter is meant to run. */
    boolean isEnabled() {
        return enabled;
    }

    /** Why the exporter does not run though it was meant to, after it was read. */
    Optional<Skipped> skipped() {
        return skipped;
    }

    private ExporterType type() {
        RawValue written =
                table.member("type").orElseThrow(() -> table.wrong("has no type; it must be one of " + listOfTypes()));
        String known = settle("type", Optional.of(written), "", ExporterReader::knownType);
        return ExporterType.of(known).orElseThrow();
    }

    private static String knownType(RawValue value) {
        String text = value.text();
        if (ExporterType.of(text).isEmpty()) {
            String guess = UnknownName.nearest(text, ExporterType.texts())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw value.wrong("must be one of " + listOfTypes() + guess);
        }
        return text;
    }

    private File file() {
        Optional<String> path = settle("path", table.member("path"), Optional.empty(), value -> {
            String text = value.text();
            if (text.isEmpty()) {
                throw value.wrong("must not be empty; leave it out for the default");
            }
            Path parsed = environment.paths().parse(placeOf(value), text);
            // One that is relative lies in the project's folder, and is checked there as it was written.
            return Optional.of(text.startsWith("~") ? parsed.toString() : text);
        });
        return new File(path, placeOf(table.member("path").orElse(table)));
    }

    private static String placeOf(RawValue value) {
        return value.origin() + ": " + value.key();
    }

    private Optional<ExporterConfig> postHog() {
        String host = settle("host", found("host", "POSTHOG_HOST"), POSTHOG_US_CLOUD, EndpointUrl::base);
        Secret key = settle("project_api_key", found("project_api_key", "POSTHOG_API_KEY"), NOT_SET, RawValue::token);
        warnIfReadable("host", host, key);
        warnIfNotBase("host", host, "/batch");
        return unlessMissing(key.isEmpty(), "project_api_key", "POSTHOG_API_KEY", new PostHog(host, key));
    }

    private Optional<ExporterConfig> datadog() {
        String site = settle("site", found("site", "DD_SITE"), DATADOG_US_SITE, ExporterReader::domain);
        Secret key = settle("api_key", found("api_key", "DD_API_KEY"), NOT_SET, ExporterReader::datadogKey);
        Optional<String> logsUrl = settle(
                "logs_url", written("logs_url"), Optional.empty(), value -> Optional.of(EndpointUrl.whole(value)));
        logsUrl.ifPresent(url -> warnIfReadable("logs_url", url, key));
        return unlessMissing(key.isEmpty(), "api_key", "DD_API_KEY", new Datadog(site, key, logsUrl));
    }

    private Optional<ExporterConfig> otlp() {
        String base = settle("endpoint", found("endpoint", OTLP + "_ENDPOINT"), "", EndpointUrl::base);
        warnIfNotBase("endpoint", base, "/v1/logs", "/v1/traces");
        Map<String, Secret> headers = headers("headers", OTLP + "_HEADERS").orElse(Map.of());
        Optional<Otlp.Signal> logs = signal("logs", base, headers);
        Optional<Otlp.Signal> traces = signal("traces", base, headers);
        if (logs.isEmpty() != traces.isEmpty()) {
            warnAboutSilence(logs.isEmpty() ? "logs" : "traces");
        }
        return unlessMissing(
                logs.isEmpty() && traces.isEmpty(), "endpoint", OTLP + "_ENDPOINT", new Otlp(logs, traces));
    }

    /** What a signal has of its own takes the place of what both have; only a base URL gets the signal's path. */
    private Optional<Otlp.Signal> signal(String name, String base, Map<String, Secret> common) {
        String variable = OTLP + "_" + name.toUpperCase(Locale.ROOT);
        Optional<String> own = settle(
                name + "_endpoint",
                found(name + "_endpoint", variable + "_ENDPOINT"),
                Optional.empty(),
                value -> Optional.of(EndpointUrl.whole(value)));
        Map<String, Secret> headers =
                headers(name + "_headers", variable + "_HEADERS").orElse(common);
        return own.or(() -> base.isEmpty() ? Optional.empty() : Optional.of(base + "/v1/" + name))
                .map(url -> {
                    warnAboutReaders(name, url, headers);
                    return new Otlp.Signal(url, headers);
                });
    }

    private Optional<Map<String, Secret>> headers(String name, String variable) {
        Optional<RawValue> list = found(name, variable);
        settle(name, list, NOT_SET, value -> Secret.of(value.text()));
        return list.map(HeaderList::parse);
    }

    /** The receiver would say 404, and nobody would see why. */
    private void warnIfNotBase(String name, String url, String... paths) {
        for (String path : paths) {
            if (enabled && url.endsWith(path)) {
                warnings.add(described() + " has " + path + " at the end of " + name
                        + ", and puts its own path behind it; leave " + path + " out");
            }
        }
    }

    private void warnAboutSilence(String signal) {
        if (enabled) {
            warnings.add(described() + " sends no " + signal + ": it has no endpoint for them; set endpoint or "
                    + signal + "_endpoint there, or " + OTLP + "_ENDPOINT");
        }
    }

    private void warnAboutReaders(String signal, String url, Map<String, Secret> headers) {
        if (enabled && !headers.isEmpty() && EndpointUrl.isReadableByOthers(url)) {
            warnings.add(described() + " sends the headers of its " + signal
                    + " over plain http, where others can read them; use https");
        }
    }

    private Optional<ExporterConfig> unlessMissing(
            boolean isMissing, String name, String variable, ExporterConfig exporter) {
        if (!isMissing) {
            return Optional.of(exporter);
        }
        if (enabled) {
            String reason = "it has no " + name + "; set it there, or " + variable;
            Skipped missing = new Skipped(table.origin().toString(), table.key(), type.text(), reason);
            skipped = Optional.of(missing);
            warnings.add(missing.warning());
        }
        return Optional.empty();
    }

    private String described() {
        return table.origin() + ": " + table.key() + " (" + type.text() + ")";
    }

    private void warnAboutUnknownKeys() {
        for (String name : table.names()) {
            if (!type.keys().contains(name)) {
                warnings.add(described() + " has an unknown key, " + UnknownName.describe(name, type.keys()));
            }
        }
    }

    /** From the table, else from the environment; that of a disabled exporter is nobody's business. */
    private Optional<RawValue> found(String name, String variable) {
        return written(name)
                .or(() -> enabled ? environment.standardValue(table.key() + "." + name, variable) : Optional.empty());
    }

    private Optional<RawValue> written(String name) {
        return table.member(name).filter(value -> !value.isEmptyText());
    }

    private <T> T settle(String name, Optional<RawValue> found, T fallback, Function<RawValue, T> check) {
        return values.settle(table.key() + "." + name, found, fallback, check);
    }

    private static String domain(RawValue value) {
        String text = value.text();
        if (!DOMAIN.matcher(text).matches()) {
            throw value.wrong("must be the domain of a Datadog site, such as " + DATADOG_US_SITE);
        }
        return text;
    }

    private static Secret datadogKey(RawValue value) {
        Secret key = value.token();
        if (DatadogSettings.isApplicationKey(key)) {
            throw value.wrong("is an application key (" + DatadogSettings.APPLICATION_KEY_PREFIX
                    + "…), which may not send; make an API key under Organization Settings > API Keys");
        }
        return key;
    }

    private void warnIfReadable(String name, String url, Secret key) {
        if (enabled && !key.isEmpty() && EndpointUrl.isReadableByOthers(url)) {
            warnings.add(table.origin() + ": " + table.key() + "." + name + " (" + type.text()
                    + ") is plain http to another machine: the key can be read on its way; use https");
        }
    }

    private static String listOfTypes() {
        return String.join(", ", ExporterType.texts());
    }
}
