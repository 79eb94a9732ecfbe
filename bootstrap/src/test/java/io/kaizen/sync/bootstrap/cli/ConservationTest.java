package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.KindTally;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sum that answers "have I lost rows or not?". */
class ConservationTest {

    private static final String FACT = "{\"skill_slugs\":[],\"rule_slugs\":[]}";
    private static final String FEEDBACK = "{\"id\":\"f\",\"session_id\":\"s\",\"created_at_ms\":1}";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private long enqueued;

    @BeforeEach
    void makeAHome() {
        cli = new CliFixture(folder);
    }

    @Test
    void f135_everyRowIsInOneColumnOfTheStatusAndTheServerHasWhatIsCalledSent() throws IOException {
        enqueue("workspace_facts", FACT, 5);
        assertNothingIsMissing(0);
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build())) {
            flushTo(server.url());
            assertNothingIsMissing(stored(server));

            enqueue("workspace_facts", FACT, 3);
            enqueue("session_feedback", FEEDBACK, 2);
            spoilOneOf("session_feedback");
            flushTo(URI.create("http://127.0.0.1:1"));
            assertNothingIsMissing(stored(server) + sentOf("session_feedback"));

            flushTo(server.url());
            assertThat(stored(server)).isEqualTo(8);
            assertNothingIsMissing(stored(server) + sentOf("session_feedback"));
        }
    }

    private void enqueue(String kind, String row, int count) {
        String rows = String.join("\n", Collections.nCopies(count, row));
        assertThat(cli.input(rows).run("enqueue", "--kind", kind).exit()).isZero();
        enqueued += count;
    }

    private void spoilOneOf(String kind) {
        Outboxes.execute(
                cli.database(),
                "UPDATE sync_outbox SET payload = '{' WHERE id = (SELECT max(id) FROM sync_outbox WHERE kind = '" + kind
                        + "')");
    }

    private void flushTo(URI endpoint) {
        cli.config(endpoint.toString());
        cli.run("run", "--once");
    }

    private static long stored(IngestServer server) {
        return server.ledger().snapshot().kinds().stream()
                .mapToLong(KindTally::stored)
                .sum();
    }

    private long sentOf(String kind) {
        JsonNode tally = status().get("by_kind").get(kind);
        return tally == null ? 0 : tally.get("sent").asLong();
    }

    private void assertNothingIsMissing(long sent) {
        JsonNode status = status();
        assertThat(status.get("sent").asLong()).isEqualTo(sent);
        assertThat(enqueued)
                .isEqualTo(status.get("pending").asLong()
                        + status.get("sent").asLong()
                        + status.get("dead_lettered").asLong());
        for (String column : List.of("pending", "sent", "dead_lettered")) {
            long sum = 0;
            for (JsonNode kind : status.get("by_kind")) {
                sum += kind.get(column).asLong();
            }
            assertThat(sum).as(column).isEqualTo(status.get(column).asLong());
        }
        assertThat(cli.run("verify").exit()).isZero();
    }

    private JsonNode status() {
        return cli.run("status", "--json").json();
    }
}
