package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.bootstrap.server.TestClient.EVALS;
import static io.kaizen.sync.bootstrap.server.TestClient.EVENTS;
import static io.kaizen.sync.bootstrap.server.TestClient.envelope;
import static io.kaizen.sync.bootstrap.server.TestClient.eventsOf;
import static io.kaizen.sync.bootstrap.server.TestClient.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server does that behaves: storing, replays, deduplication and the two GET routes. */
class IngestServerTest {

    private static final UUID KEY = UUID.fromString("0199f3a0-1111-7aaa-8bbb-0123456789ab");
    private static final UUID OTHER_KEY = UUID.fromString("0199f3a0-2222-7aaa-8bbb-0123456789ab");

    private final List<StoredBatch> heard = new CopyOnWriteArrayList<>();
    private final IngestServer server = start(IngestServerSettings.builder().build());
    private final TestClient client = new TestClient(server.url());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aNewBatchIsStoredAndCounted() {
        HttpResponse<String> answer = client.post(EVENTS, KEY, TestClient.events(1, 2, 3));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"received\":3,\"deduped\":0}");
        assertThat(events()).isEqualTo(new KindTally(BatchKind.EVENTS, 1, 3, 0, 0));
        assertThat(heard).containsExactly(new StoredBatch(BatchKind.EVENTS, KEY, 3, 0, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/events, events",
        "/v1/tool-spans, tool_spans",
        "/v1/repo-snapshots, repo_snapshots",
        "/v1/workspace-facts, workspace_facts",
        "/v1/session-evals, session_evals"
    })
    void eachRouteStoresItsKind(String route, String kind) {
        String body =
                switch (kind) {
                    case "events" -> TestClient.events(1);
                    case "tool_spans" -> envelope("spans", "{\"span_id_hash\":\"a\"}");
                    case "repo_snapshots" -> envelope("snapshots", "{\"snapshot_id_hash\":\"a\"}");
                    case "workspace_facts" -> envelope("facts", "{\"skill_slugs\":[]}");
                    default -> "{\"evals\":[{\"id\":\"a\"}]}";
                };

        HttpResponse<String> answer = client.post(route, KEY, body);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(tally(new BatchKind(kind)).stored()).isEqualTo(1);
    }

    @Test
    void aResendUnderTheSameKeyIsAnsweredWithTheOriginalCounts() {
        client.post(EVENTS, OTHER_KEY, TestClient.events(1));
        client.post(EVENTS, KEY, TestClient.events(1, 2, 3));

        HttpResponse<String> resend = client.post(EVENTS, KEY, TestClient.events(1, 2, 3));

        assertThat(resend.statusCode()).isEqualTo(409);
        assertThat(resend.body()).isEqualTo("{\"received\":2,\"deduped\":1}");
        assertThat(events()).isEqualTo(new KindTally(BatchKind.EVENTS, 2, 3, 1, 0));
        assertThat(snapshot().replays()).isEqualTo(1);
    }

    @Test
    void anotherBodyUnderAKnownKeyIsRefusedAndNotStored() {
        client.post(EVENTS, KEY, TestClient.events(1));

        HttpResponse<String> answer = client.post(EVENTS, KEY, TestClient.events(2));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(events().stored()).isEqualTo(1);
        assertThat(snapshot().keyMisuses()).isEqualTo(1);
    }

    @Test
    void theSameRowsOnAnotherRouteAreAnotherBody() {
        client.post("/v1/tool-spans", KEY, "{\"team_id\":\"t\",\"workspace_hash\":\"w\",\"spans\":[],\"facts\":[]}");

        HttpResponse<String> answer = client.post(
                "/v1/workspace-facts", KEY, "{\"team_id\":\"t\",\"workspace_hash\":\"w\",\"spans\":[],\"facts\":[]}");

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void aKeyOfARefusedBatchIsNotRemembered() {
        client.post(EVENTS, KEY, "not JSON");

        HttpResponse<String> answer = client.post(EVENTS, KEY, TestClient.events(1));

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void aKeyInUpperCaseIsTheSameKey() {
        client.post(EVENTS, KEY, TestClient.events(1));
        Map<String, String> headers = TestClient.goodHeaders(KEY);
        headers.put("X-Kaizen-Idempotency-Key", KEY.toString().toUpperCase(Locale.ROOT));

        HttpResponse<String> answer = client.send("POST", EVENTS, headers, TestClient.gzip(TestClient.events(1)));

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void f52_eventsAreDedupedByTeamWorkspaceSessionAndSequence() {
        client.post(EVENTS, KEY, TestClient.events(1, 2));

        HttpResponse<String> answer = client.post(EVENTS, OTHER_KEY, TestClient.events(2, 3));

        assertThat(answer.body()).isEqualTo("{\"received\":1,\"deduped\":1}");
        assertThat(events()).isEqualTo(new KindTally(BatchKind.EVENTS, 2, 3, 1, 0));
    }

    @Test
    void eventsThatDifferInAnyPartOfTheirIdentityAreNotDeduped() {
        client.post(EVENTS, KEY, TestClient.events(1));

        client.post(EVENTS, OTHER_KEY, eventsOf("s2", 1));
        client.post(EVENTS, UUID.randomUUID(), TestClient.events(1).replace("team\"", "other\""));
        client.post(EVENTS, UUID.randomUUID(), TestClient.events(1).replace("blake3:00", "blake3:01"));
        client.post(EVENTS, UUID.randomUUID(), TestClient.events(10));

        assertThat(events()).isEqualTo(new KindTally(BatchKind.EVENTS, 5, 5, 0, 0));
    }

    @Test
    void partsOfAnIdentityDoNotRunIntoEachOther() {
        client.post(EVENTS, KEY, eventsOf("s1", 1));

        client.post(EVENTS, OTHER_KEY, eventsOf("s", 11));

        assertThat(events().distinct()).isEqualTo(2);
    }

    @Test
    void anEqualEventWithinOneBatchIsDedupedToo() {
        HttpResponse<String> answer = client.post(EVENTS, KEY, TestClient.events(7, 7));

        assertThat(answer.body()).isEqualTo("{\"received\":1,\"deduped\":1}");
    }

    @Test
    void otherKindsHaveOnlyTheirKeyAndAreStoredTwiceUnderTwoKeys() {
        client.post(EVALS, KEY, "{\"evals\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");

        HttpResponse<String> answer = client.post(EVALS, OTHER_KEY, "{\"evals\":[{\"id\":\"b\"}, {\"id\":\"c\"}]}");

        assertThat(answer.body()).isEqualTo("{\"received\":2,\"deduped\":0}");
        KindTally evals = tally(BatchKind.SESSION_EVALS);
        assertThat(evals).isEqualTo(new KindTally(BatchKind.SESSION_EVALS, 2, 4, 0, 1));
        assertThat(evals.distinct()).isEqualTo(3);
    }

    @Test
    void sequenceNumbersGoUpToTheLargestUnsignedLong() {
        String body = TestClient.events(1).replace("\"event_seq\":1,", "\"event_seq\":18446744073709551615,");

        assertThat(client.post(EVENTS, KEY, body).statusCode()).isEqualTo(202);
    }

    @Test
    void anEmptyBatchIsAccepted() {
        assertThat(client.post(EVENTS, KEY, TestClient.events()).body()).isEqualTo("{\"received\":0,\"deduped\":0}");
    }

    @Test
    void ofEqualBatchesAtOnceOneIsStoredAndTheOthersAreReplays() throws Exception {
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        CyclicBarrier together = new CyclicBarrier(clients);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            answers.add(threads.submit(() -> {
                together.await();
                return client.post(EVENTS, KEY, TestClient.events(1, 2, 3));
            }));
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            statuses.add(answer.get().statusCode());
            assertThat(answer.get().body()).isEqualTo("{\"received\":3,\"deduped\":0}");
        }
        threads.shutdown();

        assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 409);
        assertThat(events()).isEqualTo(new KindTally(BatchKind.EVENTS, 1, 3, 0, 0));
        assertThat(snapshot().replays()).isEqualTo(7);
    }

    @Test
    void healthNeedsNoToken() {
        HttpResponse<String> answer = client.get("/v1/health", Map.of());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void configIsNotFoundWhereNothingIsOverridden() {
        assertThat(client.get("/v1/config", token()).statusCode()).isEqualTo(404);
    }

    @Test
    void configNamesTheOverrides() {
        IngestServerSettings settings = IngestServerSettings.builder()
                .override("sample_rate", new BigDecimal("0.5"))
                .override("events_per_batch_max", BigDecimal.TEN)
                .build();
        try (IngestServer overriding = start(settings)) {
            HttpResponse<String> answer = new TestClient(overriding.url()).get("/v1/config", token());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"events_per_batch_max\":10,\"sample_rate\":0.5}");
        }
    }

    @Test
    void answersAreCountedByStatus() {
        client.post(EVENTS, KEY, TestClient.events(1));
        client.post(EVENTS, KEY, TestClient.events(1));
        client.get("/v1/nowhere", Map.of());

        assertThat(snapshot().answers()).isEqualTo(Map.of(202, 1L, 409, 1L, 404, 1L));
    }

    @Test
    void afterClosingNothingListensAndTheCountsStay() {
        client.post(EVENTS, KEY, TestClient.events(1));

        server.close();

        assertThat(events().stored()).isEqualTo(1);
        assertThatThrownBy(() -> client.get("/v1/health", Map.of())).hasCauseInstanceOf(ConnectException.class);
    }

    private IngestServer start(IngestServerSettings settings) {
        try {
            return IngestServer.start(settings, heard::add);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private LedgerSnapshot snapshot() {
        return server.ledger().snapshot();
    }

    private KindTally events() {
        return tally(BatchKind.EVENTS);
    }

    private KindTally tally(BatchKind kind) {
        return snapshot().of(kind);
    }
}
