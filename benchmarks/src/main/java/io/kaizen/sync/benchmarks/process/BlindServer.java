package io.kaizen.sync.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;

/** The built-in ingest server in a process of its own. It reads each body, looks at nothing in it, and answers 202. */
final class BlindServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader out;
    private final String url;

    private BlindServer(Process process, BufferedReader out, String url) {
        this.process = process;
        this.out = out;
        this.url = url;
    }

    /** @param delayMillis how long each answer is held back */
    static BlindServer start(int delayMillis) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Subject.java(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        Subject.jar(),
                        "-q",
                        "--json",
                        "ingest-server",
                        "--discard",
                        "--token",
                        Place.TOKEN,
                        "--delay-ms",
                        Integer.toString(delayMillis)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        return new BlindServer(process, out, readLine(out).path("url").textValue());
    }

    String url() {
        return url;
    }

    /** What it was asked. */
    record Requests(long posts, long bytes) {}

    /** Stops it and returns what it has seen. */
    Requests stop() throws IOException {
        // By its handle: Process itself would close the stream that the summary comes on.
        process.toHandle().destroy();
        JsonNode summary = readLine(out);
        long posts = 0;
        for (JsonNode count : summary.path("answers")) {
            posts += count.longValue();
        }
        return new Requests(posts, summary.path("discarded_bytes").longValue());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static JsonNode readLine(BufferedReader out) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the ingest server ended too early");
        }
        return JSON.readTree(line);
    }
}
