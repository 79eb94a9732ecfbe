package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.cli.CliFixture.Run;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the database, the program starts, says what is wrong, and sends what is not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageStateTest {

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void enqueueAHealthyRowAndOneToBeSpoilt() {
        cli = new CliFixture(folder);
        cli.input("{\"skill_slugs\":[],\"rule_slugs\":[]}").run("enqueue", "--kind", "workspace_facts");
        cli.input("{\"id\":\"f\",\"session_id\":\"s\",\"created_at_ms\":1}")
                .run("enqueue", "--kind", "session_feedback");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payload = ''",
                "payload = x'00ff00ff'",
                "payload = 5",
                "payload = '{\"id\":'",
                "payload = replace(hex(zeroblob(100000)), '00', '[')",
                "kind = ''",
                "kind = 'no such kind'",
                "kind = x'ff00'",
                "kind = CAST(x'ff00' AS TEXT)",
                "kind = 7",
                "kind = char(10) || char(27) || '[31m'",
                "session_id = x'ff00'",
                "session_id = ''",
                "sent = 7",
                "sent = 'yes'",
                "sent = -1",
                "id = -5",
                "id = 0",
                "id = 9223372036854775807"
            })
    void f21_aSpoiltRowKeepsNothingElseFromBeingSent(String spoilt) throws IOException {
        Outboxes.execute(cli.database(), "UPDATE sync_outbox SET " + spoilt + " WHERE kind = 'session_feedback'");

        theHealthyRowIsSent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'sideways'",
                "row_ids = ''",
                "row_ids = '[2,1]'",
                "row_ids = '[99999999999999999999]'",
                "row_ids = '[4711]', first_row_id = 4711",
                "row_ids = x'ff'",
                "first_row_id = 1",
                "first_row_id = -1",
                "first_row_id = 'x'",
                "idempotency_key = ''",
                "idempotency_key = 'x' || char(13) || char(10) || 'X-Evil: 1'",
                "body_digest = 'none'",
                "body_digest = replace(hex(zeroblob(32)), '00', 'ab')",
                "envelope_team_id = x'00'",
                "destination_endpoint = 'not a URL at all'",
                "kind = 'no such kind'",
                "kind = ''",
                "lane = 99999999999",
                "lane = -1",
                "lane = 7"
            })
    void f21_aSpoiltClaimKeepsNoOtherKindFromBeingSent(String spoilt) throws IOException {
        leaveAClaimBehind();
        Outboxes.execute(cli.database(), "UPDATE outbox_claim SET " + spoilt);

        theHealthyRowIsSent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holder = 'nobody'",
                "holder = ''",
                "holder = '../../etc/passwd'",
                "holder = x'00ff'",
                "epoch = 'x'",
                "epoch = -1",
                "epoch = 9223372036854775807",
                "lease_until_ms = 'never'",
                "lease_until_ms = -9223372036854775808"
            })
    void f21_aSpoiltLeaseKeepsNoOtherKindFromBeingSent(String spoilt) throws IOException {
        leaveAClaimBehind();
        Outboxes.execute(cli.database(), "UPDATE outbox_lane SET " + spoilt + " WHERE kind = 'session_feedback'");

        theHealthyRowIsSent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "", "99999999999999999999999"})
    void f21_f137_aSpoiltSyncStateIsNoReasonToStop(String value) throws IOException {
        for (String key : new String[] {"last_success_ms", "consecutive_failures", "last_error"}) {
            Outboxes.execute(cli.database(), "INSERT INTO sync_state VALUES ('" + key + "', '" + value + "')");
        }

        theHealthyRowIsSent();
        assertThat(cli.run("status", "--json")
                        .json()
                        .get("consecutive_failures")
                        .asInt())
                .isZero();
    }

    @Test
    void f137_idsUpToTheLastAreSentAndCounted() throws IOException {
        String facts = "'{\"skill_slugs\":[],\"rule_slugs\":[]}'";
        for (long id : new long[] {1L << 31, 1L << 53, (1L << 53) + 1, 1_000_000_000_000_000_000L, Long.MAX_VALUE}) {
            Outboxes.execute(
                    cli.database(),
                    "INSERT INTO sync_outbox (id, session_id, kind, payload) VALUES (" + id
                            + ", 's', 'workspace_facts', " + facts + ")");
        }
        try (IngestServer server = server()) {
            cli.config(server.url().toString(), "events_per_batch_max = 2");

            Run run = cli.run("run", "--once", "--json");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(6);
        }
        assertThat(Outboxes.query(cli.database(), "SELECT count(*) FROM sync_outbox WHERE sent = 1"))
                .containsExactly("7");
        assertThat(cli.run("verify").exit()).isZero();
    }

    /** As a flush does that was killed after the server had answered and before the commit. */
    private void leaveAClaimBehind() throws IOException {
        cli.configFile("");
        Outboxes.execute(
                cli.database(),
                "INSERT INTO outbox_lane (kind, lane, holder, epoch, lease_until_ms) VALUES"
                        + " ('session_feedback', 0, NULL, 1, 0)");
        Outboxes.execute(
                cli.database(),
                "INSERT INTO outbox_claim SELECT 'session_feedback', 0, id, '019ab000-0000-7000-8000-000000000001',"
                        + " 'sending', '[' || id || ']', replace(hex(zeroblob(32)), '00', 'cd'), 'team-7', 'blake3:00',"
                        + " NULL, 'http://127.0.0.1:1', 'team-7' FROM sync_outbox WHERE kind = 'session_feedback'");
    }

    private void theHealthyRowIsSent() throws IOException {
        try (IngestServer server = server()) {
            cli.config(server.url().toString());
            for (String[] command :
                    new String[][] {{"status"}, {"verify"}, {"run", "--once"}, {"run", "--once"}, {"status", "--json"}
                    }) {
                Run run = cli.run(command);

                assertThat(run.exit()).as(run.err()).isIn(0, 4, 5, 6, 7);
                assertThat(run.out() + run.err()).doesNotContain("\tat ").doesNotContain("unexpected");
            }
            assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(1);
        }
    }

    private static IngestServer server() throws IOException {
        return IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build());
    }
}
