package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.testkit.Answer;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostHog and Datadog beside the ingest server, from the configuration to their servers. */
class HttpExportersTest {

    private static final String KEY = "canary-exporter-key";
    private static final Path SAMPLES = Path.of("..", "adapters-http", "src", "test", "resources", "samples");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final ScriptedIngest ingest = ScriptedIngest.start();
    private final ScriptedIngest postHog = ScriptedIngest.start();
    private final ScriptedIngest datadog = ScriptedIngest.start();
    private CliFixture cli;

    @BeforeEach
    void makeAHome() {
        cli = new CliFixture(folder);
    }

    @AfterEach
    void stopServers() {
        ingest.close();
        postHog.close();
        datadog.close();
    }

    @Test
    void eachSampleRowArrivesOnceAtEither() throws Exception {
        configure();
        int rows = 0;
        for (String kind : List.of("events", "tool_spans", "repo_snapshots", "workspace_facts")) {
            List<String> lines = samplesOf(kind);
            cli.input(String.join("\n", lines)).run("enqueue", "--kind", kind);
            rows += lines.size();
        }
        cli.input(Files.readString(SAMPLES.resolve("session_evals.ndjson"))).run("enqueue", "--kind", "session_evals");

        assertThat(cli.run("run", "--once")).extracting(Run::exit).isEqualTo(0);

        assertThat(logs()).hasSize(rows).allSatisfy(log -> {
            assertThat(log.get("timestamp").isIntegralNumber()).isTrue();
            assertThat(log.at("/kaizen/envelope/identity/workspace_label").textValue())
                    .isEqualTo("workspace");
        });
        assertThat(events())
                .hasSize(rows)
                .extracting(event -> event.get("distinct_id"))
                .doesNotContainNull();
    }

    @Test
    void f112_ofThreeRequestsOnlyTheOneThatFailedIsSentAgainByTheNextFlushAndNothingIsPostedTwice() throws Exception {
        configure("events_per_batch_max = 2500", "[telemetry]", "fail_open = false");
        AtomicBoolean isDown = new AtomicBoolean(true);
        Reply answer = wire -> {
            boolean isSecond = wire.readRequest().unzippedBody().contains("\"event_seq\":1500,");
            // To wait for so long is beyond any time limit, so it is given up at once.
            Answer down = Reply.answer(500).withHeader("Retry-After", "3600");
            wire.send((isSecond && isDown.get() ? down : Reply.answer(202)).text());
        };
        datadog.reply(answer, answer, answer, answer);
        cli.input(events(2_500)).run("enqueue", "--kind", "events");

        Run first = cli.run("run", "--once");
        List<Integer> firstOfEach = firstSequenceNumbers();
        isDown.set(false);
        Run second = cli.run("run", "--once");

        assertThat(first.exit()).isEqualTo(4);
        assertThat(first.err() + first.out()).contains("answers 500").doesNotContain(KEY);
        assertThat(firstOfEach).containsExactly(0, 1_000, 2_000);
        assertThat(second.exit()).as(second.err()).isEqualTo(0);
        assertThat(firstSequenceNumbers()).containsExactly(0, 1_000, 2_000, 1_000);
        assertThat(ingest.requests()).hasSize(1);
        assertThat(events()).hasSize(2_500);
    }

    private static List<String> samplesOf(String kind) throws Exception {
        List<String> rows = new ArrayList<>(Files.readAllLines(SAMPLES.resolve(kind + ".ndjson")));
        for (String line : Files.readAllLines(SAMPLES.resolve("odd-but-valid.ndjson"))) {
            JsonNode odd = JSON.readTree(line);
            if (odd.get("kind").textValue().equals(kind)) {
                rows.add(odd.get("raw").textValue());
            }
        }
        return rows;
    }

    private void configure(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of(
                "[[telemetry.exporters]]",
                "type = \"posthog\"",
                "host = \"" + postHog.endpoint() + "\"",
                "project_api_key = \"" + KEY + "\"",
                "[[telemetry.exporters]]",
                "type = \"datadog\"",
                "logs_url = \"" + datadog.endpoint() + "/api/v2/logs\"",
                "api_key = \"" + KEY + "\""));
        cli.config(ingest.endpoint(), all.toArray(String[]::new));
    }

    private List<JsonNode> logs() throws Exception {
        List<JsonNode> logs = new ArrayList<>();
        for (ReceivedRequest request : datadog.requests()) {
            JSON.readTree(request.unzippedBody()).forEach(logs::add);
        }
        return logs;
    }

    private List<JsonNode> events() throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (ReceivedRequest request : postHog.requests()) {
            JSON.readTree(new String(request.body(), StandardCharsets.UTF_8))
                    .get("batch")
                    .forEach(events::add);
        }
        return events;
    }

    private List<Integer> firstSequenceNumbers() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (ReceivedRequest request : datadog.requests()) {
            numbers.add(JSON.readTree(request.unzippedBody())
                    .at("/0/kaizen/event/event_seq")
                    .intValue());
        }
        return numbers;
    }

    private static String events(int count) {
        return IntStream.range(0, count)
                .mapToObj(seq -> "{\"session_id_hash\":\"s\",\"event_seq\":" + seq + ",\"ts_ms\":1760000000000,"
                        + "\"agent\":\"a\",\"model\":\"m\",\"kind\":\"message\",\"source\":\"hook\",\"payload\":{}}")
                .collect(Collectors.joining("\n"));
    }
}
