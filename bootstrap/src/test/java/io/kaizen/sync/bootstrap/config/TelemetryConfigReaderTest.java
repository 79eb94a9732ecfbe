package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.bootstrap.config.ExporterConfig.Datadog;
import io.kaizen.sync.bootstrap.config.ExporterConfig.Dev;
import io.kaizen.sync.bootstrap.config.ExporterConfig.File;
import io.kaizen.sync.bootstrap.config.ExporterConfig.PostHog;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryConfigReaderTest {

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @Test
    void failOpenCanBeSwitchedOff() {
        assertThat(home.load().telemetry().failOpen()).isTrue();
        assertThat(home.load("telemetry.fail_open=false").telemetry().failOpen())
                .isFalse();
    }

    @Test
    void fileAndDevExportersRunInTheOrderOfTheFile() {
        home.user(
                "[[telemetry.exporters]]",
                "type = \"dev\"",
                "[[telemetry.exporters]]",
                "type = \"file\"",
                "path = \"sub/t.ndjson\"",
                "[[telemetry.exporters]]",
                "type = \"file\"");

        assertThat(home.load().telemetry().exporters())
                .containsExactly(
                        new Dev(),
                        new File(Optional.of("sub/t.ndjson"), home.userFile() + ":5: telemetry.exporters[1].path"),
                        new File(Optional.empty(), home.userFile() + ":6: telemetry.exporters[2]"));
    }

    @Test
    void b12_aFileInTheUsersHomeIsWrittenOut() {
        home.env("HOME", "/home/ann").user("[[telemetry.exporters]]", "type = \"file\"", "path = \"~/t.ndjson\"");

        assertThat(home.load().telemetry().exporters())
                .containsExactly(new File(
                        Optional.of("/home/ann/t.ndjson"), home.userFile() + ":3: telemetry.exporters[0].path"));
    }

    @Test
    void b12_aFileInTheHomeOfAnotherUserIsRefused() {
        home.user("[[telemetry.exporters]]", "type = \"file\"", "path = \"~bob/t.ndjson\"");

        assertThatThrownBy(() -> home.load())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":3: telemetry.exporters[0].path begins with ~bob");
    }

    @Test
    void exportersCanBeGivenOnTheCommandLine() {
        home.user("[[telemetry.exporters]]", "type = \"file\"");

        assertThat(home.load("telemetry.exporters=[{type=\"dev\"}]").telemetry().exporters())
                .containsExactly(new Dev());
        assertThat(home.load("telemetry.exporters=[]").telemetry().exporters()).isEmpty();
    }

    @Test
    void aDisabledExporterAndTheTypeNoneDoNotRun() {
        home.user(
                "[[telemetry.exporters]]",
                "type = \"file\"",
                "enabled = false",
                "[[telemetry.exporters]]",
                "type = \"posthog\"",
                "enabled = false",
                "[[telemetry.exporters]]",
                "type = \"none\"");

        KaizenConfig config = home.load();

        assertThat(config.telemetry().exporters()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void postHogAndDatadogRunWithTheirKeys() {
        home.user(
                "[[telemetry.exporters]]",
                "type = \"posthog\"",
                "host = \"https://posthog.example.com/ingest/\"",
                "project_api_key = \"phc_k\"",
                "[[telemetry.exporters]]",
                "type = \"datadog\"",
                "api_key = \"k\"",
                "logs_url = \"https://proxy.example.com/logs/\"");

        KaizenConfig config = home.load();

        assertThat(config.telemetry().exporters())
                .containsExactly(
                        new PostHog("https://posthog.example.com/ingest", Secret.of("phc_k")),
                        new Datadog("datadoghq.com", Secret.of("k"), Optional.of("https://proxy.example.com/logs/")));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aDatadogApplicationKeyIsRefusedWithAHintAlsoFromTheEnvironment() {
        home.user("[[telemetry.exporters]]", "type = \"datadog\"");
        home.env("DD_API_KEY", "ddapp_CANARY");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessage("DD_API_KEY: telemetry.exporters[0].api_key is an application key (ddapp_…), which may not"
                        + " send; make an API key under Organization Settings > API Keys");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "posthog | project_api_key | host     | http://posthog.example.com",
                "datadog | api_key         | logs_url | http://10.0.0.7:8080/logs"
            })
    void aKeyThatOthersCanReadOnItsWayIsAWarning(String type, String key, String name, String url) {
        home.user("[[telemetry.exporters]]", "type = \"" + type + "\"", key + " = \"k\"", name + " = \"" + url + "\"");

        KaizenConfig config = home.load();

        assertThat(config.telemetry().exporters()).hasSize(1);
        assertThat(config.warnings())
                .containsExactly(home.userFile() + ":1: telemetry.exporters[0]." + name + " (" + type
                        + ") is plain http to another machine: the key can be read on its way; use https");
    }

    @ParameterizedTest
    @CsvSource({
        "posthog, project_api_key, POSTHOG_API_KEY",
        "datadog, api_key, DD_API_KEY",
        "otlp, endpoint, OTEL_EXPORTER_OTLP_ENDPOINT"
    })
    void anExporterWithoutItsCredentialsIsSkippedWithAWarning(String type, String key, String variable) {
        home.user("[[telemetry.exporters]]", "type = \"" + type + "\"", key + " = \"\"");

        assertThat(home.load().warnings())
                .containsExactly(home.userFile() + ":1: telemetry.exporters[0] (" + type + ") is skipped: it has no "
                        + key + "; set it there, or " + variable);
    }

    @ParameterizedTest
    @CsvSource({
        "posthog, project_api_key, POSTHOG_API_KEY, k",
        "posthog, host, POSTHOG_HOST, https://eu.i.posthog.com",
        "datadog, api_key, DD_API_KEY, k",
        "datadog, site, DD_SITE, datadoghq.eu",
        "otlp, endpoint, OTEL_EXPORTER_OTLP_ENDPOINT, http://127.0.0.1:4318"
    })
    void whatATableLeavesOutComesFromTheEnvironmentTheStandardNameFirst(
            String type, String key, String variable, String value) {
        home.user("[[telemetry.exporters]]", "type = \"" + type + "\"");
        String path = "telemetry.exporters[0]." + key;

        home.env("KAIZEN_" + variable, value);
        assertThat(originOf(path)).isEqualTo("KAIZEN_" + variable);
        home.env(variable, value);
        assertThat(originOf(path)).isEqualTo(variable);
        home.user("[[telemetry.exporters]]", "type = \"" + type + "\"", key + " = \"" + value + "\"");
        assertThat(originOf(path)).isEqualTo(home.userFile() + ":3");
    }

    @Test
    void theDefaultsAreTheUsCloudOfPostHogAndDatadogsFirstSite() {
        home.user("[[telemetry.exporters]]", "type = \"posthog\"", "[[telemetry.exporters]]", "type = \"datadog\"");

        Map<String, Object> values =
                home.load().settings().stream().collect(Collectors.toMap(Setting::key, Setting::value));

        assertThat(values)
                .containsEntry("telemetry.exporters[0].host", "https://us.i.posthog.com")
                .containsEntry("telemetry.exporters[1].site", "datadoghq.com")
                .containsEntry("telemetry.exporters[1].logs_url", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path = \"x\"                                  | 1 | exporters[0] has no type; it must be one of file, posthog",
                "type = \"fiel\"                               | 2 | exporters[0].type must be one of file, posthog, datadog, otlp, dev, none; did you mean file?",
                "type = 1                                      | 2 | exporters[0].type must be text in quotes",
                "type = \"file\" ~ enabled = \"yes\"           | 3 | exporters[0].enabled must be true or false, not text",
                "type = \"file\" ~ path = \"\"                 | 3 | exporters[0].path must not be empty",
                "type = \"file\" ~ path = 7                    | 3 | exporters[0].path must be text in quotes",
                "type = \"file\" ~ path = \"a\\u0000\"         | 3 | exporters[0].path holds a line break or another control",
                "type = \"posthog\" ~ host = \"eu.posthog.com\"| 3 | exporters[0].host has no scheme",
                "type = \"posthog\" ~ project_api_key = \"CANARY 1\" | 3 | exporters[0].project_api_key holds a blank",
                "type = \"datadog\" ~ site = \"a/b\"           | 3 | exporters[0].site must be the domain of a Datadog site",
                "type = \"datadog\" ~ api_key = \"ddapp_CANARY\" | 3 | exporters[0].api_key is an application key (ddapp_…)",
                "type = \"datadog\" ~ logs_url = \"https://h?CANARY\" | 3 | exporters[0].logs_url must not hold a query",
                "type = \"otlp\" ~ endpoint = \"ftp://h\"      | 3 | exporters[0].endpoint must begin with https://"
            })
    void aBadTableIsAnErrorThatNamesFileLineAndKey(String lines, int line, String problem) {
        home.user("[[telemetry.exporters]]", lines.replace(" ~ ", "\n"));

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":" + line + ": telemetry.")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("CANARY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"exporters = 1", "exporters = \"file\"", "exporters = { type = \"file\" }", "exporters = [1]"})
    void exportersMustBeAnArrayOfTables(String line) {
        home.user("[telemetry]", line);

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":2: telemetry.exporters");
    }

    @Test
    void anUnknownKeyInATableIsAWarning() {
        home.user("[[telemetry.exporters]]", "type = \"file\"", "pth = \"x\"", "api_key = \"k\"");

        assertThat(home.load().warnings())
                .containsExactly(
                        home.userFile()
                                + ":1: telemetry.exporters[0] (file) has an unknown key, pth; did you mean path?",
                        home.userFile() + ":1: telemetry.exporters[0] (file) has an unknown key, api_key");
    }

    @Test
    void aCaseIsFoldedByItsOwnMethod() {
        assertThat(new Dev().<String>fold(new Names())).isEqualTo("dev");
        assertThat(new File(Optional.empty(), "").<String>fold(new Names())).isEqualTo("file");
    }

    private String originOf(String key) {
        return home.load().settings().stream()
                .filter(setting -> setting.key().equals(key))
                .map(Setting::origin)
                .map(Origin::toString)
                .findFirst()
                .orElseThrow();
    }

    private static final class Names implements ExporterConfig.Cases<String> {
        @Override
        public String file(File exporter) {
            return "file";
        }

        @Override
        public String dev(Dev exporter) {
            return "dev";
        }

        @Override
        public String postHog(ExporterConfig.PostHog exporter) {
            return "posthog";
        }

        @Override
        public String datadog(ExporterConfig.Datadog exporter) {
            return "datadog";
        }

        @Override
        public String otlp(ExporterConfig.Otlp exporter) {
            return "otlp";
        }
    }
}
