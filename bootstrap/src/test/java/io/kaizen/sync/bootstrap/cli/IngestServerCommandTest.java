package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.bootstrap.console.ResultStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Timeout(60)
class IngestServerCommandTest {

    private static final String SECRET = "s3cr3t-of-the-team";

    private final CountDownLatch stop = new CountDownLatch(1);

    /** What the real program has above its commands. */
    @Command(name = "kaizen-sync")
    static final class Program {

        @Option(names = "--json", scope = ScopeType.INHERIT)
        boolean json;

        @Option(
                names = {"-q", "--quiet"},
                scope = ScopeType.INHERIT)
        boolean quiet;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 65536 | --port must be 0 to 65535: 65536",
                "--port http | --port",
                "--max-items 0 | --max-items must be 1",
                "--max-bytes 0 | --max-bytes must be 1",
                "--fail-every 0 | --fail-every must be 1",
                "--fail-every 3 --fail-status 200 | --fail-status must be 400 to 599: 200",
                "--fail-every 3 --retry-after -1 | --retry-after must be 0",
                "--fail-status 500 | --fail-every",
                "--retry-after 5 | --fail-every",
                "--drop-every 0 | --drop-every must be 1",
                "--delay-ms -5 | --delay-ms must be 0",
                "--override colour=1 | takes only events_per_batch_max",
                "--override sample_rate=much | is not a number",
                "--token= | --token is empty",
                "--discard --max-items 3 | --discard",
                "--discard --strict | --discard",
                "--discard --reject-containing x | --discard",
                "--reject-containing= | is empty",
                "--reject-containing x --reject-status 399 | must be 400 to 499: 399",
                "--reject-status 422 | --reject-containing",
                "--no-hint | --reject-containing",
                "--stray often | takes only twice, late, long, endless",
                "--stray twice --stray-every 0 | must be 1 to",
                "--stray-every 2 | --stray",
                "--surprise | --surprise"
            })
    void refusesWrongUsageWithExitCodeTwo(String arguments, String word) {
        StringWriter err = new StringWriter();

        int exit = commandLine(Map.of(), new StringWriter(), err).execute(words(arguments));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains(word).doesNotContain("Exception");
    }

    @Test
    void aPortThatIsTakenIsWrongUsage() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            StringWriter err = new StringWriter();

            int exit = commandLine(Map.of(), new StringWriter(), err)
                    .execute("ingest-server", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(exit).isEqualTo(2);
            assertThat(err.toString()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void printsItsUrlThenEachBatchAndATableWhenItIsStopped() throws Exception {
        Running server = run("--token " + SECRET);
        URI url = URI.create(server.nextLine());

        assertThat(post(url, SECRET)).isEqualTo(202);
        String stored = server.nextLine();
        stop.countDown();
        String rest = server.remainder();

        assertThat(stored).matches("session_evals\\s+1 rows\\s+1 new\\s+0 deduped  key \\.\\.0123456789ab  total 1");
        assertThat(rest)
                .containsPattern("session_evals\\s+1\\s+1\\s+1\\s+0\\s+0")
                .containsPattern("total\\s+1\\s+1\\s+1\\s+0\\s+0")
                .contains("answers by status: 202: 1; replays: 0, dropped: 0");
        assertThat(server.exit.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(stored + rest).doesNotContain(SECRET);
    }

    @Test
    void printsJsonLinesWhereAsked() throws Exception {
        Running server = run("--json");
        JsonNode ready = new ObjectMapper().readTree(server.nextLine());

        post(URI.create(ready.path("url").asText()), "kaizen-demo-token");
        JsonNode stored = new ObjectMapper().readTree(server.nextLine());
        stop.countDown();
        JsonNode summary = new ObjectMapper().readTree(server.remainder());

        assertThat(ready.path("type").asText()).isEqualTo("ready");
        assertThat(stored.toString())
                .isEqualTo("{\"type\":\"stored\",\"kind\":\"session_evals\",\"rows\":1,\"new\":1,\"deduped\":0,"
                        + "\"key_ending\":\"0123456789ab\",\"total\":1}");
        assertThat(summary.path("type").asText()).isEqualTo("summary");
        assertThat(summary.at("/kinds/session_evals/distinct").asInt()).isEqualTo(1);
        assertThat(summary.at("/answers/202").asInt()).isEqualTo(1);
    }

    @Test
    void quietLeavesUrlAndTable() throws Exception {
        Running server = run("--quiet");
        URI url = URI.create(server.nextLine());

        post(url, "kaizen-demo-token");
        stop.countDown();

        assertThat(server.nextLine()).startsWith("kind");
    }

    @Test
    void takesTheTokenFromTheEnvironment() throws Exception {
        Running server = run("", Map.of("KAIZEN_SYNC_TEAM_TOKEN", SECRET));
        URI url = URI.create(server.nextLine());

        assertThat(post(url, "kaizen-demo-token")).isEqualTo(401);
        assertThat(post(url, SECRET)).isEqualTo(202);
        stop.countDown();
        assertThat(server.remainder()).doesNotContain(SECRET);
    }

    @Test
    void switchesReachTheServer() throws Exception {
        Running server = run("--fail-every 2 --fail-status 429 --override sample_rate=0.5");
        URI url = URI.create(server.nextLine());

        assertThat(List.of(post(url, "kaizen-demo-token"), post(url, "kaizen-demo-token")))
                .containsExactly(202, 429);
        stop.countDown();
    }

    @Test
    void rowsToBeRefusedAreNamedAnyNumberOfTimes() throws Exception {
        Running server = run("--reject-containing x --reject-status 422 --reject-containing \"a\" --no-hint");
        URI url = URI.create(server.nextLine());

        assertThat(post(url, "kaizen-demo-token")).isEqualTo(400);
        stop.countDown();
    }

    @Test
    void aTerminatedProcessPrintsItsTable() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI url = URI.create(out.readLine());
            post(url, "kaizen-demo-token");

            process.toHandle().destroy(); // the process's own destroy() would close its streams, too

            assertThat(out.lines().collect(Collectors.joining("\n"))).contains("answers by status: 202: 1");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The command in a process of its own. */
    static final class Child {

        public static void main(String[] arguments) {
            System.exit(new CommandLine(
                            new IngestServerCommand(Map.of(), ResultStream.over(System.out), new CountDownLatch(1)))
                    .execute(arguments));
        }
    }

    private record Running(Lines out, CompletableFuture<Integer> exit) {

        String nextLine() throws InterruptedException {
            return out.next();
        }

        /** All that is printed until the command ends. */
        String remainder() throws Exception {
            exit.get(20, TimeUnit.SECONDS);
            return out.rest();
        }
    }

    /** What is printed, line by line, for a reader on another thread. */
    private static final class Lines extends Writer {

        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(char[] text, int offset, int length) {
            synchronized (lock) {
                line.append(text, offset, length);
                for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                    lines.add(line.substring(0, end));
                    line.delete(0, end + 1);
                }
            }
        }

        String next() throws InterruptedException {
            return Objects.requireNonNull(lines.poll(20, TimeUnit.SECONDS), "no further line within 20 s");
        }

        String rest() {
            List<String> rest = new ArrayList<>();
            lines.drainTo(rest);
            return String.join("\n", rest);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private Running run(String arguments) {
        return run(arguments, Map.of());
    }

    private Running run(String arguments, Map<String, String> environment) {
        Lines out = new Lines();
        CommandLine commandLine = commandLine(environment, out, new StringWriter());
        return new Running(out, CompletableFuture.supplyAsync(() -> commandLine.execute(words(arguments))));
    }

    private CommandLine commandLine(Map<String, String> environment, Writer out, Writer err) {
        return new CommandLine(new Program())
                .addSubcommand(new IngestServerCommand(environment, ResultStream.over(System.out), stop))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
    }

    private static String[] words(String arguments) {
        return ("ingest-server " + arguments).strip().split(" ");
    }

    private static int post(URI url, String token) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write("{\"evals\":[{\"id\":\"a\"}]}".getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/session-evals"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .header("X-Kaizen-Idempotency-Key", "0199f3a0-1111-7aaa-8bbb-0123456789ab")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
