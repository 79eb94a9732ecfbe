package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.bootstrap.config.ExporterConfig.Otlp;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpConfigTest {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder).user("[[telemetry.exporters]]", "type = \"otlp\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void aBaseUrlGetsThePathOfEachSignal(String ending) {
        home.env(ENDPOINT, "https://OTEL.example.com/x" + ending);

        Otlp otlp = otlp();

        assertThat(urlOf(otlp.logs())).isEqualTo("https://otel.example.com/x/v1/logs");
        assertThat(urlOf(otlp.traces())).isEqualTo("https://otel.example.com/x/v1/traces");
        assertThat(home.load().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/logs", "/v1/traces"})
    void r17_aBaseUrlThatHasThePathOfASignalAlreadyIsWarnedOf(String path) {
        home.env(ENDPOINT, "https://otel.example.com" + path + "/");

        assertThat(home.load().warnings())
                .containsExactly(home.userFile() + ":1: telemetry.exporters[0] (otlp) has " + path
                        + " at the end of endpoint, and puts its own path behind it; leave " + path + " out");
    }

    @Test
    void r17_soIsAHostOfPostHogThatHasThePathAlready() {
        home.user("[[telemetry.exporters]]", "type = \"posthog\"", "host = \"https://eu.i.posthog.com/batch/\"")
                .env("POSTHOG_API_KEY", "phc_x");

        assertThat(home.load().warnings())
                .containsExactly(
                        home.userFile() + ":1: telemetry.exporters[0] (posthog) has /batch at the end of host, and puts"
                                + " its own path behind it; leave /batch out");
    }

    @Test
    void aSignalsOwnUrlIsUsedAsItIs() {
        home.env(ENDPOINT, "https://otel.example.com")
                .env("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "https://logs.example.com/in/")
                .env("KAIZEN_OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces.example.com");

        assertThat(urlOf(otlp().logs())).isEqualTo("https://logs.example.com/in/");
        assertThat(urlOf(otlp().traces())).isEqualTo("https://traces.example.com");
    }

    @Test
    void aSignalsOwnUrlInTheEnvironmentGoesBeforeTheBaseUrlOfTheTable() {
        home.user("[[telemetry.exporters]]", "type = \"otlp\"", "endpoint = \"https://table.example.com\"")
                .env(ENDPOINT, "https://not-asked.example.com")
                .env("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "https://logs.example.com/in");

        assertThat(urlOf(otlp().logs())).isEqualTo("https://logs.example.com/in");
        assertThat(urlOf(otlp().traces())).isEqualTo("https://table.example.com/v1/traces");
    }

    @ParameterizedTest
    @CsvSource({"LOGS, traces", "TRACES, logs"})
    void oneSignalAloneIsSentAndTheOtherWarnedAbout(String signal, String other) {
        home.env("OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT", "https://one.example.com");

        assertThat(otlp().logs().isPresent()).isEqualTo(signal.equals("LOGS"));
        assertThat(otlp().traces().isPresent()).isEqualTo(signal.equals("TRACES"));
        assertThat(home.load().warnings())
                .containsExactly(home.userFile() + ":1: telemetry.exporters[0] (otlp) sends no " + other
                        + ": it has no endpoint for them; set endpoint or " + other
                        + "_endpoint there, or OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    @Test
    void headersAreThoseOfBothSignalsOrEachsOwn() {
        home.env(ENDPOINT, "https://otel.example.com")
                .env(HEADERS, "X-A=1,b=2")
                .env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "c=3");

        assertThat(otlp().logs().orElseThrow().headers()).isEqualTo(Map.of("x-a", Secret.of("1"), "b", Secret.of("2")));
        assertThat(otlp().traces().orElseThrow().headers()).isEqualTo(Map.of("c", Secret.of("3")));
    }

    @Test
    void everythingMayStandInTheTable() {
        home.user(
                "[[telemetry.exporters]]",
                "type = \"otlp\"",
                "logs_endpoint = \"https://l.example.com/x\"",
                "traces_endpoint = \"https://t.example.com/y\"",
                "headers = \"a=1\"",
                "logs_headers = \"b=2\"");
        home.env(ENDPOINT, "https://otel.example.com").env(HEADERS, "z=9");

        assertThat(otlp().logs()).contains(new Otlp.Signal("https://l.example.com/x", Map.of("b", Secret.of("2"))));
        assertThat(otlp().traces()).contains(new Otlp.Signal("https://t.example.com/y", Map.of("a", Secret.of("1"))));
        assertThat(home.load().warnings()).isEmpty();
    }

    /** Percent signs are decoded, a plus is not; white space around names and values goes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "authorization=Bearer%20t0ken    | Bearer t0ken",
                " Authorization = Basic YTpi+/== | Basic YTpi+/==",
                "authorization=a%2Cb%3dc%25      | a,b=c%",
                "authorization=a=b;c             | a=b;c",
                "authorization=,                 | ``",
                ",,authorization=x,              | x"
            })
    void aValueIsPercentDecoded(String list, String value) {
        home.env(ENDPOINT, "https://otel.example.com").env(HEADERS, list);

        assertThat(otlp().logs().orElseThrow().headers()).isEqualTo(Map.of("authorization", Secret.of(value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1,CANARY            | entry 2 has no equals sign",
                "=CANARY               | entry 1 begins with what is no name",
                "a b=CANARY            | entry 1 begins with what is no name",
                "a=CANARY%             | entry 1 has a percent sign without two hex digits",
                "a=CANARY%2            | entry 1 has a percent sign without two hex digits",
                "a=CANARY%0d%0Ax: y    | entry 1 holds a line break",
                "a=CANARY%c3%a4        | entry 1 holds a line break or another character",
                "a=1,b=2,A=CANARY      | entry 3 names a header for the second time",
                "Content-Type=CANARY   | entry 1 names a header that the request itself decides"
            })
    void aListThatIsNoneIsAnErrorThatNamesTheVariableAndShowsNothing(String list, String problem) {
        for (String variable : new String[] {HEADERS, "KAIZEN_OTEL_EXPORTER_OTLP_LOGS_HEADERS"}) {
            TestHome other = new TestHome(folder.resolve(variable))
                    .user("[[telemetry.exporters]]", "type = \"otlp\"")
                    .env(ENDPOINT, "https://otel.example.com")
                    .env(variable, list);

            assertThatThrownBy(other::load)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(variable + ": telemetry.exporters[0].")
                    .hasMessageContaining(problem)
                    .hasMessageNotContaining("CANARY");
        }
    }

    @Test
    void aBadUrlIsAnErrorThatNamesTheVariable() {
        home.env("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4318");

        assertThatThrownBy(home::load)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: telemetry.exporters[0].traces_endpoint has no scheme");
    }

    @ParameterizedTest
    @CsvSource({"http://otel.example.com, 2", "https://otel.example.com, 0", "http://127.0.0.1:4318, 0"})
    void headersOverPlainHttpAreWarnedAbout(String url, int warnings) {
        home.env(ENDPOINT, url).env(HEADERS, "authorization=x");

        assertThat(home.load().warnings())
                .hasSize(warnings)
                .allMatch(warning -> warning.contains("over plain http, where others can read them"));
    }

    @Test
    void aDisabledExporterAsksNoEnvironment() {
        home.user("[[telemetry.exporters]]", "type = \"otlp\"", "enabled = false")
                .env(HEADERS, "not a list");

        assertThat(home.load().telemetry().exporters()).isEmpty();
        assertThat(home.load().warnings()).isEmpty();
    }

    private Otlp otlp() {
        return (Otlp) home.load().telemetry().exporters().get(0);
    }

    private static String urlOf(Optional<Otlp.Signal> signal) {
        return signal.orElseThrow().url();
    }
}
