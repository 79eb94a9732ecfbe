package io.kaizen.sync.bootstrap.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Speaks real HTTP to an ingest server, well or as badly as a test wants. */
final class TestClient {

    static final String EVENTS = "/v1/events";
    static final String EVALS = "/v1/session-evals";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI url;

    TestClient(URI url) {
        this.url = url;
    }

    /** POSTs a batch as the contract has it. */
    HttpResponse<String> post(String route, UUID key, String body) {
        return send("POST", route, goodHeaders(key), gzip(body));
    }

    HttpResponse<String> get(String path, Map<String, String> headers) {
        return send("GET", path, headers, new byte[0]);
    }

    HttpResponse<String> send(String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** What the contract asks for, to be changed by a test. */
    static Map<String, String> goodHeaders(UUID key) {
        Map<String, String> headers = new TreeMap<>(token());
        headers.put("Content-Type", "application/json");
        headers.put("Content-Encoding", "gzip");
        headers.put("X-Kaizen-Idempotency-Key", key.toString());
        headers.put("X-Kaizen-Client", "kaizen-sync-java/test");
        return headers;
    }

    static Map<String, String> token() {
        return Map.of("Authorization", "Bearer " + IngestServerSettings.DEMO_TOKEN);
    }

    static byte[] gzip(String body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** A body of events with these sequence numbers, all of one session. */
    static String events(long... sequenceNumbers) {
        return eventsOf("s1", sequenceNumbers);
    }

    static String eventsOf(String session, long... sequenceNumbers) {
        StringBuilder rows = new StringBuilder();
        for (long number : sequenceNumbers) {
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("{\"session_id_hash\":\"" + session + "\",\"event_seq\":" + number
                            + ",\"ts_ms\":1760000000000,\"agent\":\"codex\",\"model\":\"m\",\"kind\":\"message\","
                            + "\"source\":\"hook\",\"payload\":{\"ok\":true}}");
        }
        return envelope("events", rows.toString());
    }

    static String envelope(String arrayName, String rows) {
        return "{\"team_id\":\"team\",\"workspace_hash\":\"blake3:00\",\"project_name\":\"widget\",\"" + arrayName
                + "\":[" + rows + "]}";
    }
}
