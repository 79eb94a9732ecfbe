package io.kaizen.sync.bootstrap.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What can be filled in for an exporter, and what must be.
 *
 * @param type value of {@code type}
 * @param fields in the order in which they are asked for and written
 */
public record ExporterForm(String type, List<Field> fields) {

    private static final List<ExporterForm> ALL = List.of(
            new ExporterForm(
                    ExporterType.FILE.text(),
                    List.of(Field.optional("path", "file, under the project's folder", "telemetry.ndjson"))),
            new ExporterForm(
                    ExporterType.POSTHOG.text(),
                    List.of(
                            Field.optional("host", "base URL of PostHog", ExporterReader.POSTHOG_US_CLOUD)
                                    .from("POSTHOG_HOST"),
                            Field.secret("project_api_key", "project API key").from("POSTHOG_API_KEY"))),
            new ExporterForm(
                    ExporterType.DATADOG.text(),
                    List.of(
                            Field.optional("site", "Datadog site", ExporterReader.DATADOG_US_SITE)
                                    .from("DD_SITE"),
                            Field.secret("api_key", "API key").from("DD_API_KEY"),
                            Field.optional("logs_url", "whole URL of the logs intake", "that of the site"))),
            new ExporterForm(
                    ExporterType.OTLP.text(),
                    List.of(
                            Field.required("endpoint", "base URL of the OTLP receiver")
                                    .from("OTEL_EXPORTER_OTLP_ENDPOINT"),
                            new Field(
                                    "headers",
                                    "headers, as name=value,name=value",
                                    true,
                                    false,
                                    "",
                                    Optional.of("OTEL_EXPORTER_OTLP_HEADERS")))),
            new ExporterForm(ExporterType.DEV.text(), List.of()));

    public ExporterForm {
        Objects.requireNonNull(type, "type");
        fields = List.copyOf(fields);
    }

    /**
     * One key of the table.
     *
     * @param label what it is, for people
     * @param isSecret whether it must not be shown
     * @param isRequired whether an exporter without it cannot run
     * @param usual what counts where it is left out; empty if nothing does
     * @param variable environment variable that gives it where it is left out; {@code KAIZEN_} may stand before the name
     */
    public record Field(
            String key, String label, boolean isSecret, boolean isRequired, String usual, Optional<String> variable) {

        public Field {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(usual, "usual");
            Objects.requireNonNull(variable, "variable");
        }

        /** As an option of a command line. */
        public String flag() {
            return "--" + key.replace('_', '-');
        }

        private static Field optional(String key, String label, String usual) {
            return new Field(key, label, false, false, usual, Optional.empty());
        }

        private static Field required(String key, String label) {
            return new Field(key, label, false, true, "", Optional.empty());
        }

        private static Field secret(String key, String label) {
            return new Field(key, label, true, true, "", Optional.empty());
        }

        private Field from(String environmentVariable) {
            return new Field(key, label, isSecret, isRequired, usual, Optional.of(environmentVariable));
        }
    }

    /** Those of all types, in the order of the contract. */
    public static List<ExporterForm> all() {
        return ALL;
    }

    /** That of {@code type}, if there is such a type. */
    public static Optional<ExporterForm> of(String type) {
        return ALL.stream().filter(form -> form.type().equals(type)).findFirst();
    }

    /** All types, in the order of the contract. */
    public static List<String> types() {
        return ALL.stream().map(ExporterForm::type).toList();
    }
}
