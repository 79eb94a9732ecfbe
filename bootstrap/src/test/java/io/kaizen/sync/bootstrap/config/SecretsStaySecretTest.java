package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Plants secrets in every source and looks for them in everything that anybody could print. */
class SecretsStaySecretTest {

    private static final String CANARY = "c0ffee5ec2e7";
    private static final String SALT = CANARY + "0".repeat(52);

    /** Not {@code team_id}: it is shown. */
    static final List<String> KEYS = List.of(
            "sync.team_token",
            "sync.team_salt_hex",
            "sync.endpoint",
            "sync.gzip_level",
            "sync.allow_insecure",
            "sync.sample_rate",
            "sync.on_poison",
            "telemetry.fail_open",
            "telemetry.exporters",
            "sync",
            "telemetry",
            "sync.team_token.deeper");

    /** The canary takes the place of each dollar. */
    private static final List<String> VALUES = List.of(
            "$",
            "'$",
            "'$'",
            "\"$",
            "\"$ \"",
            "\"$\\n\\n\"",
            "\"$\\q\"",
            "'''$",
            "\"\"\"\n$",
            "[\"$\"]",
            "[$]",
            "{a='$'}",
            "{$}",
            "{'$'",
            "12$",
            "0x$",
            "1e9$99999999999",
            "2026-01-01$",
            "'$' '$'",
            "\"https://user:$@example.com\"",
            "\"https://example.com?$\"",
            "\"$ example.com\"",
            "[{type='$'}]",
            "[{type='file', enabled='$'}]",
            "[{type='posthog', project_api_key=' $'}]",
            "[{type='datadog', api_key='$ ', site='/$'}]",
            "[{type='otlp', endpoint='$'}]",
            "[{type='otlp', endpoint='https://h', headers='$'}]",
            "[{type='otlp', endpoint='https://h', headers='a=$%0a'}]",
            "[{type='otlp', endpoint='https://h', logs_headers='$ =1'}]",
            "[{type='otlp', endpoint='https://h', traces_headers='a=$%'}]",
            "'$' # $",
            "1 # $ \u0001");

    @TempDir
    private Path folder;

    @Test
    void f121_aGoodConfigurationShowsNone() {
        for (TestHome home : List.of(inFiles(), inTheEnvironment())) {
            assertSilent(home);
        }
        assertSilent(
                new TestHome(folder),
                "sync.team_token=" + CANARY,
                "sync.team_salt_hex=" + SALT,
                "telemetry.exporters=[{type=\"datadog\",api_key=\"" + CANARY + "\"}]");
    }

    @Test
    void theConfigurationHasTheSecretsAllTheSame() {
        assertThat(inFiles().load().sync().teamToken().reveal()).contains(CANARY);
        assertThat(inTheEnvironment().load().sync().teamSaltHex().reveal()).isEqualTo(SALT);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void f121_aBrokenFileShowsNoneInItsError(String key) {
        for (String lines : brokenLines(key)) {
            assertSilent(new TestHome(folder).project("").user(lines));
            assertSilent(new TestHome(folder).user("[sync]\nlanes = 1\n").project(lines));
        }
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void f121_aBrokenOptionShowsNoneInItsError(String key) {
        for (String lines : brokenLines(key)) {
            assertSilent(new TestHome(folder), lines.replaceFirst(" = ", "="));
        }
    }

    @Test
    void f119_f121_brokenVariablesShowNone() {
        for (String suffix : List.of("", " ", "\n\n", "\r\nX: y", "\0", "ä")) {
            assertSilent(new TestHome(folder).env("KAIZEN_SYNC_TEAM_TOKEN", CANARY + suffix));
            assertSilent(new TestHome(folder).env("KAIZEN_SYNC_TEAM_SALT_HEX", CANARY + suffix));
            assertSilent(new TestHome(folder).env("KAIZEN_SYNC_TEAM_ID", "id\n" + CANARY + suffix));
            assertSilent(new TestHome(folder).env("KAIZEN_SYNC_ENDPOINT", "https://" + CANARY + "@host/" + suffix));
            assertSilent(new TestHome(folder)
                    .user("[[telemetry.exporters]]", "type = \"otlp\"")
                    .env("OTEL_EXPORTER_OTLP_ENDPOINT", "https://h")
                    .env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=" + CANARY + suffix));
        }
    }

    private static List<String> brokenLines(String key) {
        List<String> lines = new ArrayList<>(List.of(
                key + " " + CANARY,
                key + ": " + CANARY,
                key + "\n" + CANARY,
                key + " = 1\n" + key + " = '" + CANARY + "'"));
        VALUES.forEach(value -> lines.add(key + " = " + value.replace("$", CANARY)));
        return lines;
    }

    private TestHome inFiles() {
        return new TestHome(folder)
                .user(
                        "[sync]",
                        "endpoint = \"https://example.com\"",
                        "team_token = \"" + CANARY + "\"",
                        "oops = \"" + CANARY + "\"",
                        "[[telemetry.exporters]]",
                        "type = \"posthog\"",
                        "project_api_key = \"" + CANARY + "\"",
                        "[[telemetry.exporters]]",
                        "type = \"datadog\"",
                        "api_key = \"" + CANARY + "\"",
                        "api_kee = \"" + CANARY + "\"",
                        "[[telemetry.exporters]]",
                        "type = \"otlp\"",
                        "endpoint = \"http://otel.example.com\"",
                        "headers = \"authorization=Bearer%20" + CANARY + "\"")
                .project("[sync]", "team_salt_hex = \"" + SALT + "\"");
    }

    private TestHome inTheEnvironment() {
        return new TestHome(folder)
                .user(
                        "[[telemetry.exporters]]",
                        "type = \"posthog\"",
                        "[[telemetry.exporters]]",
                        "type = \"datadog\"",
                        "[[telemetry.exporters]]",
                        "type = \"otlp\"")
                .project("")
                .env("KAIZEN_SYNC_TEAM_TOKEN", CANARY)
                .env("KAIZEN_SYNC_TEAM_SALT_HEX", SALT)
                .env("POSTHOG_API_KEY", CANARY)
                .env("KAIZEN_DD_API_KEY", CANARY)
                .env("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example.com")
                .env("OTEL_EXPORTER_OTLP_HEADERS", "a=" + CANARY)
                .env("KAIZEN_OTEL_EXPORTER_OTLP_LOGS_HEADERS", "b=" + CANARY);
    }

    private static void assertSilent(TestHome home, String... sets) {
        assertThat(everythingPrintable(home, sets)).isNotEmpty().doesNotContain(CANARY);
    }

    private static String everythingPrintable(TestHome home, String... sets) {
        try {
            KaizenConfig config = home.load(sets);
            ConfigReport report = new ConfigReport(config);
            return String.join("\n", config.warnings())
                    + String.join("\n", report.lines())
                    + new ObjectMapper().writeValueAsString(report.json())
                    + report.json()
                    + report
                    + config
                    + config.sync()
                    + config.telemetry()
                    + config.settings()
                    + messageOfRequirement(config);
        } catch (ConfigException refused) {
            StringWriter trace = new StringWriter();
            refused.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String messageOfRequirement(KaizenConfig config) {
        try {
            config.requireFlushable();
            return "";
        } catch (ConfigException missing) {
            return missing.toString();
        }
    }
}
