package io.kaizen.sync.bootstrap.server;

import static io.kaizen.sync.bootstrap.server.TestClient.EVALS;
import static io.kaizen.sync.bootstrap.server.TestClient.EVENTS;
import static io.kaizen.sync.bootstrap.server.TestClient.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.kind.BatchKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that a server refuses on purpose. */
@Timeout(30)
class RejectionTest {

    @Test
    void theBatchIsRefusedAndTheRowNamed() throws IOException {
        try (IngestServer server = start(new Rejection("\"event_seq\":8,", 400, true))) {
            HttpResponse<String> answer =
                    new TestClient(server.url()).post(EVENTS, UUID.randomUUID(), events(6, 7, 8, 9, 8));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"error\":\"refused on purpose: a row with this text in it\",\"field\":\"events[2]\"}");
            assertThat(server.ledger().snapshot().of(BatchKind.EVENTS).stored()).isZero();
        }
    }

    @Test
    void anotherStatusAndNoNameWhereThatIsAskedFor() throws IOException {
        try (IngestServer server = start(new Rejection("ü", 422, false))) {
            HttpResponse<String> answer = new TestClient(server.url())
                    .post(EVALS, UUID.randomUUID(), "{\"evals\":[{\"id\":\"a\"},{\"id\":\"süß\",\"x\":[{}]}]}");

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("refused on purpose").doesNotContain("field");
        }
    }

    @Test
    void aRefusedBatchRemembersNoKeyAndOthersPass() throws IOException {
        UUID key = UUID.randomUUID();
        try (IngestServer server = start(new Rejection("\"event_seq\":8,", 400, true))) {
            TestClient client = new TestClient(server.url());

            assertThat(client.post(EVENTS, key, events(8)).statusCode()).isEqualTo(400);
            assertThat(client.post(EVENTS, key, events(1, 2)).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void theEnvelopeIsNoRow() throws IOException {
        try (IngestServer server = start(new Rejection("team", 400, true))) {
            assertThat(new TestClient(server.url())
                            .post(EVENTS, UUID.randomUUID(), events(1))
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Rejection("", 400, true)).hasMessageContaining("empty");
        assertThatThrownBy(() -> new Rejection("x", 500, true)).hasMessageContaining("400 to 499: 500");
    }

    private static IngestServer start(Rejection rejection) throws IOException {
        return IngestServer.start(
                IngestServerSettings.builder().reject(rejection).build());
    }
}
