package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The telemetry commands with exporters that send over HTTP: keys, answers, time limits. */
class TelemetryHttpTest {

    private static final String KEY = "canary-api-key-77";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private Path file;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(folder);
        file = cli.home().resolve("config.toml");
    }

    @Test
    void aKeyFromAVariableIsTriedWithACallAndWrittenToAPrivateFile() throws Exception {
        try (ScriptedIngest server = taking()) {
            Run run = cli.env("MY_KEY", KEY + "\n")
                    .run(configure(
                            "--type", "posthog", "--host", server.endpoint(), "--project-api-key-env", "MY_KEY"));

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(server.requests()).hasSize(2);
            assertThat(run.out() + run.err()).doesNotContain(KEY);
            assertThat(file)
                    .hasContent("[[telemetry.exporters]]\ntype = \"posthog\"\nhost = \"" + server.endpoint()
                            + "\"\nproject_api_key = \"" + KEY + "\"\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(cli.run("telemetry", "test").out()).isEqualToIgnoringNewLines("posthog: ok");
        }
    }

    @Test
    void aKeyComesFromAFileOrFromStandardInput() throws Exception {
        Path secret = Files.writeString(folder.resolve("key"), KEY + "\n");

        cli.run(configure("--type", "datadog", "--api-key-file", secret.toString(), "--no-check"));
        cli.input("other-key\n").run(configure("--type", "posthog", "--project-api-key-file", "-", "--no-check"));

        assertThat(Files.readString(file)).contains("api_key = \"" + KEY + "\"", "project_api_key = \"other-key\"");
    }

    @Test
    void aKeyOnTheCommandLineIsTakenWithAWarning() {
        Run run = cli.run(configure("--type", "datadog", "--api-key", KEY, "--no-check"));

        assertThat(run.exit()).isZero();
        assertThat(run.err())
                .contains("--api-key: other users can see the command line")
                .doesNotContain(KEY);
    }

    @Test
    void aKeyThatTheEnvironmentHasIsNotCopied() throws Exception {
        Run run = cli.env("DD_API_KEY", KEY).run(configure("--type", "datadog", "--no-check"));

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "added an exporter of type datadog to " + file,
                        "api_key is taken from DD_API_KEY each time; it is not in the file");
        assertThat(file).hasContent("[[telemetry.exporters]]\ntype = \"datadog\"\n");
    }

    @Test
    void whatOtlpHasFromTheEnvironmentIsNamedWhetherTheFormHasItOrNot() throws Exception {
        cli.env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
                .env("KAIZEN_OTEL_EXPORTER_OTLP_HEADERS", "a=" + KEY)
                .env("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=" + KEY);

        Run run = cli.run(configure("--type", "otlp", "--no-check", "--json"));

        assertThat(run.json().at("/from_environment").toString())
                .isEqualTo("[\"endpoint\",\"headers\",\"traces_headers\"]");
        assertThat(run.out() + run.err()).doesNotContain(KEY);
        assertThat(file).hasContent("[[telemetry.exporters]]\ntype = \"otlp\"\n");
    }

    @Test
    void aKeyThatTheServerRefusesIsNotAdded() {
        try (ScriptedIngest server = ScriptedIngest.start().reply(Reply.answer(401, "who is " + KEY + "?"))) {
            Run run = cli.env("MY_KEY", KEY)
                    .run(configure(
                            "--type", "posthog", "--host", server.endpoint(), "--project-api-key-env", "MY_KEY"));

            assertThat(run.exit()).isEqualTo(5);
            assertThat(run.err()).contains("answers 401", "nothing is added").doesNotContain(KEY);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void noKeyIsPutIntoAFileThatOthersCanRead() throws Exception {
        Files.writeString(file, "# mine\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Run run = cli.env("MY_KEY", KEY).run(configure("--type", "datadog", "--api-key-env", "MY_KEY", "--no-check"));

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("chmod 600 " + file);
        assertThat(file).hasContent("# mine\n");
    }

    @Test
    void theSamePlaceIsTheSameForEachType() {
        cli.env("K1", "key-one").env("K2", "key-two");
        cli.run(configure("--type", "posthog", "--project-api-key-env", "K1", "--no-check"));
        cli.run(configure("--type", "datadog", "--api-key-env", "K1", "--no-check"));
        cli.run(configure("--type", "otlp", "--endpoint", "http://127.0.0.1:4318/", "--no-check"));

        assertDuplicate("--type", "posthog", "--host", "https://us.i.posthog.com/", "--project-api-key-env", "K1");
        assertDuplicate("--type", "datadog", "--site", "datadoghq.com", "--api-key-env", "K2");
        assertDuplicate("--type", "otlp", "--endpoint", "http://127.0.0.1:4318");
        // In PostHog the key names the project.
        assertThat(cli.run(configure("--type", "posthog", "--project-api-key-env", "K2", "--no-check"))
                        .exit())
                .isZero();
    }

    @Test
    void headersOfOtlpAreSecretsToo() throws Exception {
        Run run = cli.env("H", "authorization=Bearer%20" + KEY)
                .run(configure(
                        "--type", "otlp", "--endpoint", "http://127.0.0.1:1", "--headers-env", "H", "--no-check"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(file)).contains("headers = \"authorization=Bearer%20" + KEY + "\"");
        Run shown = cli.run("telemetry", "print-effective-config");
        assertThat(shown.out()).contains("headers = \"***\"").doesNotContain(KEY);
    }

    @Test
    void aReceiverThatIsWrongForTracesOnlyIsNotOk() {
        try (ScriptedIngest logs = taking();
                ScriptedIngest traces = ScriptedIngest.start().reply(Reply.answer(404))) {
            cli.configFile("[[telemetry.exporters]]\ntype = \"otlp\"\nlogs_endpoint = \"" + logs.endpoint()
                    + "/v1/logs\"\ntraces_endpoint = \"" + traces.endpoint() + "/v1/trace\"\n");

            Run run = cli.run("telemetry", "test");

            assertThat(run.exit()).isEqualTo(5);
            assertThat(run.out())
                    .isEqualToIgnoringNewLines("otlp: it took the event, but not the tool span: 127.0.0.1 answers 404");
            assertThat(logs.requests()).hasSize(1);
        }
    }

    @Test
    void aServerThatDoesNotAnswerInTimeMayLater() {
        try (ScriptedIngest server = ScriptedIngest.start().reply(Reply.silence(), Reply.silence(), Reply.silence())) {
            cli.configFile(
                    "[[telemetry.exporters]]\ntype = \"dev\"\n[[telemetry.exporters]]\ntype = \"otlp\"\nendpoint = \""
                            + server.endpoint() + "\"\n");

            Run run = cli.run("telemetry", "test", "--set", "sync.exporter_timeout_ms=300", "--json");

            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.json().at("/exporters/0/ok").asBoolean()).isTrue();
            assertThat(run.json().at("/exporters/1/ok").asBoolean()).isFalse();
            assertThat(run.json().at("/exporters/1/reason").asText()).isNotEmpty();
        }
    }

    @Test
    void pushSendsStoredRowsAsTheExporterDoes() throws Exception {
        try (ScriptedIngest server = taking()) {
            cli.config(
                    "http://127.0.0.1:1",
                    "[[telemetry.exporters]]",
                    "type = \"otlp\"",
                    "endpoint = \"" + server.endpoint() + "\"");
            cli.input("{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");

            Run run = cli.run("telemetry", "push");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).contains("otlp took 1 row in 1 batch");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private void assertDuplicate(String... args) {
        Run run = cli.run(configure(args));
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("goes to the same place already").doesNotContain("key-one", "key-two");
    }

    private static ScriptedIngest taking() {
        return ScriptedIngest.start().reply(Reply.answer(200), Reply.answer(200), Reply.answer(200), Reply.answer(200));
    }

    private static String[] configure(String... args) {
        List<String> all = new ArrayList<>(List.of("telemetry", "configure", "--non-interactive"));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }
}
