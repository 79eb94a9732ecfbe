package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.port.in.TelemetryItem;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is enqueued through the library is redacted before it is written anywhere, unless one says otherwise. */
class RedactionTest {

    private static final OwnerId OWNER = new OwnerId("session-1");

    private static final String EVENT = """
            {"session_id_hash":"blake3:1","event_seq":1,"ts_ms":1760000000000,"agent":"shop","model":"none",\
            "kind":"message","source":"hook","payload":{"note":"mail jo@example.org"}}""";

    @TempDir
    Path folder;

    @Test
    void anAddressDoesNotLeaveTheMachine() throws Exception {
        assertThat(bodyOf(false)).contains("<REDACTED:email>").doesNotContain("jo@example.org");
    }

    @Test
    void whoSaysSoGetsWhatHeGave() throws Exception {
        assertThat(bodyOf(true)).contains("jo@example.org");
    }

    @Test
    void anItemIsGivenWithItsIdentifierAndSentWithItsHash() throws Exception {
        try (OneServer server = new OneServer();
                OutboxSync sync = OutboxSync.builder(
                                SqliteOutbox.open(folder.resolve("outbox.db")),
                                HttpIngest.to(server.endpoint(), Secret.of("t0ken")))
                        .team("my-team", Secret.of("ab".repeat(32)))
                        .build()) {
            sync.telemetry()
                    .enqueue(TelemetryItem.of(
                            BatchKind.EVENTS,
                            OWNER,
                            Map.of(
                                    "session_id", "session-1",
                                    "event_seq", 1,
                                    "ts_ms", 1_760_000_000_000L,
                                    "agent", "shop",
                                    "model", "none",
                                    "kind", "message",
                                    "source", "hook",
                                    "payload", Map.of())));

            sync.flush();

            assertThat(server.onlyRequest().unzippedBody())
                    .contains("\"session_id_hash\":\"blake3:")
                    .doesNotContain("session-1");
        }
    }

    private String bodyOf(boolean asGiven) throws Exception {
        try (OneServer server = new OneServer()) {
            var builder = OutboxSync.builder(
                            SqliteOutbox.open(folder.resolve("outbox.db")),
                            HttpIngest.to(server.endpoint(), Secret.of("t0ken")))
                    .team("my-team", Secret.of("ab".repeat(32)));
            try (OutboxSync sync = (asGiven ? builder.storeAsGiven() : builder).build()) {
                sync.enqueue(BatchKind.EVENTS, OWNER, List.of(EVENT));
                sync.flush();
            }
            return server.onlyRequest().unzippedBody();
        }
    }
}
