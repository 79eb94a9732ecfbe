package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.bootstrap.server.TestClient.EVALS;
import static io.kaizen.sync.bootstrap.server.TestClient.EVENTS;
import static io.kaizen.sync.bootstrap.server.TestClient.events;
import static io.kaizen.sync.bootstrap.server.TestClient.goodHeaders;
import static io.kaizen.sync.bootstrap.server.TestClient.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server refuses, with which status and words; nothing of it is stored, and the connection goes on. */
class BadRequestTest {

    private static final UUID KEY = UUID.fromString("0199f3a0-1111-7aaa-8bbb-0123456789ab");
    private static final String ENVELOPE = "{\"team_id\":\"t\",\"workspace_hash\":\"w\",";

    private final IngestServer server = start();
    private final TestClient client = new TestClient(server.url());

    @AfterEach
    void close() {
        server.close();
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                argumentSet("no token", "Authorization", null, 401, "token"),
                argumentSet("wrong token", "Authorization", "Bearer guess", 401, "token"),
                argumentSet("token with a tail", "Authorization", "Bearer kaizen-demo-token2", 401, "token"),
                argumentSet("empty token", "Authorization", "Bearer ", 401, "token"),
                argumentSet("another scheme", "Authorization", "Basic kaizen-demo-token", 401, "token"),
                argumentSet("no content type", "Content-Type", null, 415, "Content-Type"),
                argumentSet("text", "Content-Type", "text/plain", 415, "Content-Type"),
                argumentSet("no content encoding", "Content-Encoding", null, 415, "Content-Encoding"),
                argumentSet("brotli", "Content-Encoding", "br", 415, "Content-Encoding"),
                argumentSet("gzip twice", "Content-Encoding", "gzip, gzip", 415, "Content-Encoding"),
                argumentSet("no key", "X-Kaizen-Idempotency-Key", null, 400, "UUID"),
                argumentSet("no UUID", "X-Kaizen-Idempotency-Key", "42", 400, "UUID"),
                argumentSet("a short UUID", "X-Kaizen-Idempotency-Key", "1-1-1-1-1", 400, "UUID"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void refusesABadHeader(String header, String value, int status, String word) {
        Map<String, String> headers = goodHeaders(KEY);
        headers.remove(header);
        if (value != null) {
            headers.put(header, value);
        }

        HttpResponse<String> answer = client.send("POST", EVENTS, headers, gzip(events(1)));

        assertRefused(answer, status, word);
    }

    @ParameterizedTest
    @CsvSource({"application/json; charset=utf-8", "Application/JSON"})
    void takesOtherWaysToNameTheContentType(String contentType) {
        Map<String, String> headers = goodHeaders(KEY);
        headers.put("Content-Type", contentType);

        assertThat(client.send("POST", EVENTS, headers, gzip(events(1))).statusCode())
                .isEqualTo(202);
    }

    static Stream<Arguments> badBodies() {
        String deep = "[".repeat(501) + "]".repeat(501);
        return Stream.of(
                argumentSet("nothing", EVENTS, "", "not an object"),
                argumentSet("no JSON", EVENTS, "events", "not JSON"),
                argumentSet("cut JSON", EVENTS, ENVELOPE + "\"events\":[{\"session_id_hash\":\"s\"", "not JSON"),
                argumentSet("a bare array for events", EVENTS, "[]", "not an object"),
                argumentSet("an object without evals", EVALS, "{}", "evals"),
                argumentSet("no team", EVENTS, "{\"workspace_hash\":\"w\",\"events\":[]}", "team_id"),
                argumentSet("no workspace", EVENTS, "{\"team_id\":\"t\",\"events\":[]}", "workspace_hash"),
                argumentSet(
                        "a number as team",
                        EVENTS,
                        "{\"team_id\":1,\"workspace_hash\":\"w\",\"events\":[]}",
                        "team_id"),
                argumentSet(
                        "null as project", EVENTS, ENVELOPE + "\"project_name\":null,\"events\":[]}", "project_name"),
                argumentSet("envelope behind the array", EVENTS, "{\"events\":[],\"team_id\":\"t\"}", "team_id"),
                argumentSet("another kind's array", EVENTS, ENVELOPE + "\"spans\":[]}", "events"),
                argumentSet("an object as array", EVENTS, ENVELOPE + "\"events\":{}}", "events"),
                argumentSet("two arrays", EVENTS, ENVELOPE + "\"events\":[],\"events\":[]}", "twice"),
                argumentSet("a row that is no object", EVENTS, ENVELOPE + "\"events\":[7]}", "events[0]"),
                argumentSet("an eval that is no object", EVALS, "{\"evals\":[{},null]}", "evals[1]"),
                argumentSet("no session", EVENTS, ENVELOPE + "\"events\":[{\"event_seq\":1}]}", "session_id_hash"),
                argumentSet("a number as session", EVENTS, event("1", "1"), "session_id_hash"),
                argumentSet(
                        "no sequence number",
                        EVENTS,
                        ENVELOPE + "\"events\":[{\"session_id_hash\":\"s\"}]}",
                        "event_seq"),
                argumentSet("a fraction as sequence number", EVENTS, event("\"s\"", "1.0"), "events[0].event_seq"),
                argumentSet("a negative sequence number", EVENTS, event("\"s\"", "-1"), "event_seq"),
                argumentSet("a sequence number of 2^64", EVENTS, event("\"s\"", "18446744073709551616"), "event_seq"),
                argumentSet("a row nested too deep", EVALS, "{\"evals\":[{\"id\":" + deep + "}]}", "not JSON"),
                argumentSet("something behind", EVENTS, events(1) + "{}", "follows"),
                argumentSet("something behind evals", EVALS, "{\"evals\":[]} 1", "follows"),
                argumentSet("evals in a bare array", EVALS, "[]", "not an object"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void refusesABadBody(String route, String body, String word) {
        assertRefused(client.post(route, KEY, body), 400, word);
    }

    @Test
    void namesTheRowThatIsWrong() {
        String body = events(1, 2, 3).replace("\"event_seq\":3", "\"event_seq\":\"three\"");

        HttpResponse<String> answer = client.post(EVENTS, KEY, body);

        assertThat(answer.body()).contains("\"field\":\"events[2].event_seq\"");
    }

    static Stream<Arguments> badGzip() {
        byte[] good = gzip(events(1));
        return Stream.of(
                argumentSet("plain JSON", events(1).getBytes(), "not gzip"),
                argumentSet("no bytes", new byte[0], "cut short"),
                argumentSet("cut in the header", Arrays.copyOf(good, 5), "cut short"),
                argumentSet("cut in the middle", Arrays.copyOf(good, good.length / 2), "cut short"),
                argumentSet("cut in the trailer", Arrays.copyOf(good, good.length - 1), "cut short"),
                argumentSet("wrong checksum", withByte(good, good.length - 8, good[good.length - 8] + 1), "checksum"),
                argumentSet("wrong length", withByte(good, good.length - 4, good[good.length - 4] + 1), "checksum"),
                argumentSet("damaged", withByte(good, 10, 0xff), "damaged"),
                argumentSet("reserved flags", withByte(good, 3, 0x80), "reserved"),
                argumentSet("two members", concat(good, good), "follows"),
                argumentSet("a byte behind", concat(good, new byte[] {0}), "follows"));
    }

    @ParameterizedTest
    @MethodSource("badGzip")
    void refusesABodyThatIsNotOneGzipMember(byte[] body, String word) {
        assertRefused(client.send("POST", EVENTS, goodHeaders(KEY), body), 400, word);
    }

    @Test
    void takesAGzipHeaderWithAllOptionalParts() {
        byte[] good = gzip(events(1));
        byte[] header = {0x1f, (byte) 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 7, 7};

        byte[] body = concat(header, Arrays.copyOfRange(good, 10, good.length));

        assertThat(client.send("POST", EVENTS, goodHeaders(KEY), body).statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/events, 405, POST",
        "HEAD, /v1/events, 405, POST",
        "PUT, /v1/session-evals, 405, POST",
        "POST, /v1/health, 405, GET",
        "DELETE, /v1/config, 405, GET"
    })
    void refusesAnotherMethodAndNamesTheRightOne(String method, String path, int status, String allowed) {
        HttpResponse<String> answer = client.send(method, path, goodHeaders(KEY), new byte[0]);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
    }

    @ParameterizedTest
    @CsvSource({"/", "/v1", "/v1/events/", "/v1/session-feedback", "/v2/events", "/v1/healthy"})
    void knowsNoOtherRoute(String path) {
        assertRefused(client.post(path, KEY, events(1)), 404, "no such route");
    }

    @Test
    void configNeedsTheToken() {
        HttpResponse<String> answer = client.get("/v1/config", Map.of());

        assertRefused(answer, 401, "token");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void refusesAMillionUnreadBytesWithAnAnswerAndNotAReset() {
        Map<String, String> headers = goodHeaders(KEY);
        headers.remove("Authorization");

        assertRefused(client.send("POST", EVENTS, headers, new byte[5_000_000]), 401, "token");
    }

    @Test
    void noAnswerShowsTheToken() {
        List<HttpResponse<String>> answers = List.of(
                client.get("/v1/config", Map.of("Authorization", "Bearer wrong")),
                client.post("/kaizen-demo-token", KEY, ""),
                client.post(EVENTS, KEY, "kaizen-demo-token"));

        assertThat(answers).noneMatch(answer -> answer.body().contains(IngestServerSettings.DEMO_TOKEN));
    }

    private void assertRefused(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":").contains(word);
        assertThat(server.ledger().snapshot().kinds()).allMatch(kind -> kind.stored() == 0 && kind.batches() == 0);
        assertThat(client.post(EVENTS, KEY, events(1)).statusCode()).isEqualTo(202);
    }

    private static String event(String session, String sequence) {
        return ENVELOPE + "\"events\":[{\"session_id_hash\":" + session + ",\"event_seq\":" + sequence + "}]}";
    }

    private static byte[] withByte(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static IngestServer start() {
        try {
            return IngestServer.start(IngestServerSettings.builder().build());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
