package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.InMemoryOutbox.StoredRow;
import io.kaizen.sync.testkit.MovableClock;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.fuzz.Dice;
import io.kaizen.sync.testkit.fuzz.Fuzz;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whole flushes against a server that answers with any bytes at all. What it has stored decides whether a row was sent. */
class AnswerFuzzTest {

    private static final int LIVES = 500;

    /** Flushes against odd answers, and then against good ones. */
    private static final int ODD_FLUSHES = 12;

    private static final int GOOD_FLUSHES = 6;

    private static final OwnerId OWNER = new OwnerId("owner");

    @Test
    void whateverBytesAServerAnswersNothingIsLostAndNothingIsStoredTwice() {
        Fuzz.cases(LIVES, dice -> {
            try (OddServer server = new OddServer(dice, dice.between(1, 25));
                    HttpIngestGateway gateway = gateway(server)) {
                new Life(dice, server, gateway).live();
            }
        });
    }

    private static HttpIngestGateway gateway(OddServer server) {
        return new HttpIngestGateway(
                AgainstScriptedIngest.settings(server.endpoint(), Duration.ofSeconds(20)), Instant::now);
    }

    /** An outbox with some rows, and the processes that flush it one after the other. */
    private static final class Life implements Sleeper {

        private final InMemoryOutbox outbox = new InMemoryOutbox();
        private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
        private final ExecutorService noExporters = Executors.newCachedThreadPool();
        private final AtomicLong keys = new AtomicLong();
        private final Dice dice;
        private final OddServer server;
        private final HttpIngestGateway gateway;
        private final int rows;

        Life(Dice dice, OddServer server, HttpIngestGateway gateway) {
            this.dice = dice;
            this.server = server;
            this.gateway = gateway;
            this.rows = dice.between(1, 12);
        }

        void live() {
            for (int row = 1; row <= rows; row++) {
                BatchKind kind = dice.oneIn(4) ? BatchKind.WORKSPACE_FACTS : BatchKind.EVENTS;
                outbox.queue().append(kind, OWNER, List.of(row(kind, row)).iterator());
            }
            BatchLimits limits = new BatchLimits(dice.between(1, 5), 1_000_000);
            for (int flush = 0; flush < ODD_FLUSHES + GOOD_FLUSHES; flush++) {
                if (flush == ODD_FLUSHES) {
                    server.behaveFromNowOn();
                }
                OutboxStore store = outbox.newStore();
                FlushReport report = service(store, limits).flush();
                store.close();
                requireHonesty(report);
                clock.advance(Duration.ofDays(1));
            }
            assertThat(outbox.rows()).as("rows").allMatch(StoredRow::sent);
        }

        private byte[] row(BatchKind kind, int row) {
            String plain = SampleBatches.sampleRow(kind);
            return plain.replace("claude", "row-" + row)
                    .replace("\"a\"", "\"row-" + row + "\"")
                    .getBytes(UTF_8);
        }

        private void requireHonesty(FlushReport report) {
            List<DeadLetter> dead = outbox.deadRows();
            assertThat(outbox.rows().size() + dead.size()).as("rows").isEqualTo(rows);
            for (StoredRow row : outbox.rows()) {
                long id = row.row().id().value();
                long copies = server.copiesOf(id);
                assertThat(copies)
                        .as("copies of row %d, sent: %s", id, row.sent())
                        .isBetween(row.sent() ? 1L : 0L, 1L);
            }
            for (DeadLetter letter : dead) {
                long id = letter.refusal().row().value();
                assertThat(server.hasRefusedAlone(id))
                        .as("row %d is dead: %s", id, letter.refusal())
                        .isTrue();
                assertThat(server.copiesOf(id)).as("copies of dead row %d", id).isZero();
            }
            assertThat(report.toString()).doesNotContain(AgainstScriptedIngest.TOKEN.reveal(), "\u001b", "\tat ");
        }

        private FlushOutboxService service(OutboxStore store, BatchLimits limits) {
            RetryPolicy retries = new RetryPolicy(
                    new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 2, Duration.ofMinutes(5));
            FlushSettings settings = new FlushSettings(
                    limits,
                    SampleBatches.ENVELOPE,
                    new Destination(server.endpoint(), "team-1"),
                    retries,
                    new CommitPolicy(true),
                    OnPoison.DEAD_LETTER,
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(30),
                    false);
            return new FlushOutboxService(
                    settings,
                    new FlushOutboxService.Ports(
                            store,
                            new ResilientIngestGateway(gateway, retries, 0, this, new SplittableRandom(dice.seed())),
                            new JacksonRowEncoder(),
                            () -> new IdempotencyKey(new UUID(0, keys.incrementAndGet())),
                            List.of(),
                            noExporters,
                            this,
                            clock,
                            new SplittableRandom(dice.seed()),
                            FlushListener.NONE,
                            Runnable::run));
        }

        @Override
        public boolean sleep(Duration duration) {
            clock.advance(duration);
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    }
}
