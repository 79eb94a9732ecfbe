package io.kaizen.sync.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfConfig;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.MovableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an embedded sync makes of the server's configuration. When the server is asked is tested with RemoteConfigFlush. */
class ServerConfigTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final ServerOverrides ONE_BY_ONE = says(Overridable.EVENTS_PER_BATCH_MAX, 1);
    private static final ServerOverrides NO_EVENTS = says(Overridable.SAMPLE_RATE, 0.0);

    @Test
    void theServersLimitsHoldFromTheFirstBatchOn() {
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.configuration(said(ONE_BY_ONE));
            it.enqueue("{}", "{}");

            assertThat(it.sync.flush().batches()).isEqualTo(2);
            assertThat(it.sync.serverOverrides()).isEqualTo(ONE_BY_ONE);
            assertThat(it.outbox.admin().overrides().writes()).isEqualTo(1);
        }
    }

    @Test
    void theServerIsAskedWhenThereIsSomethingToSendAndAgainAfterTenMinutes() {
        MovableClock clock = new MovableClock(NOON);
        try (SyncFixture it = new SyncFixture(builder -> builder.clock(clock))) {
            it.sync.flush();
            assertThat(it.ingest.questions()).isZero();

            it.enqueue("{}");
            it.sync.flush();
            it.enqueue("{}");
            it.sync.flush();
            assertThat(it.ingest.questions()).isEqualTo(1);

            clock.advance(Duration.ofMinutes(10));
            it.enqueue("{}");
            it.sync.flush();
            assertThat(it.ingest.questions()).isEqualTo(2);
        }
    }

    @Test
    void aSampleRateOfTheServersHoldsForRowsThatComeInAfterTheFlush() {
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.configuration(said(NO_EVENTS));
            it.enqueue("{}");
            it.sync.flush();

            Result events = it.sync.enqueue(BatchKind.EVENTS, SyncFixture.OWNER, List.of("{}", "{}"));

            assertThat(events.sampledOut()).isEqualTo(2);
        }
    }

    @Test
    void whatTheServerSaidToAnotherProcessHoldsFromTheBeginning() {
        try (SyncFixture it = new SyncFixture(
                builder -> {},
                outbox ->
                        outbox.admin().overrides().keep(new Destination("memory:ingest", "team-1"), NO_EVENTS, NOON))) {

            Result events = it.sync.enqueue(BatchKind.EVENTS, SyncFixture.OWNER, List.of("{}"));

            assertThat(it.sync.serverOverrides()).isEqualTo(NO_EVENTS);
            assertThat(events.sampledOut()).isEqualTo(1);
        }
    }

    @Test
    void anIntervalOfTheServersTakesThePlaceOfTheOneThatWasGiven() throws Exception {
        try (SyncFixture it = new SyncFixture()) {
            it.ingest.configuration(said(says(Overridable.FLUSH_INTERVAL_MS, 100)));
            it.enqueue("{}");

            it.sync.start(SyncFixture.NEVER);

            it.awaitFlushes(3);
        }
    }

    @Test
    void whatIsPinnedTheServerCannotOverride() {
        try (SyncFixture it = new SyncFixture(builder -> builder.pin(Overridable.EVENTS_PER_BATCH_MAX))) {
            it.ingest.configuration(said(ONE_BY_ONE));
            it.enqueue("{}", "{}");

            assertThat(it.sync.flush().batches()).isEqualTo(1);
            assertThat(it.sync.serverOverrides().isEmpty()).isTrue();
        }
    }

    @Test
    void whoIgnoresTheServerDoesNotAskItAndForgetsWhatItSaid() {
        try (SyncFixture it = new SyncFixture(
                builder -> builder.ignoreServerConfig(),
                outbox -> outbox.admin()
                        .overrides()
                        .keep(new Destination("memory:ingest", "team-1"), ONE_BY_ONE, NOON))) {
            it.enqueue("{}", "{}");

            assertThat(it.sync.flush().batches()).isEqualTo(1);
            assertThat(it.ingest.questions()).isZero();
        }
    }

    @Test
    void withAnotherGatewayNobodyIsAskedButWhoIsNamed() {
        try (InMemoryIngest other = new InMemoryIngest()) {
            try (SyncFixture it = new SyncFixture(builder -> builder.gateway(other.script()))) {
                it.enqueue("{}");
                it.sync.flush();
                assertThat(it.ingest.questions()).isZero();
            }
            try (SyncFixture it =
                    new SyncFixture(builder -> builder.gateway(other.script()).serverConfig(other.config()))) {
                it.enqueue("{}");
                it.sync.flush();
                assertThat(it.ingest.questions()).isZero();
                assertThat(other.questions()).isEqualTo(1);
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsToldToTheListenerAndHoldsNothingUp() {
        List<String> warnings = new ArrayList<>();
        FlushListener ear = event -> {
            if (event instanceof WarnedOfConfig warned) {
                warnings.add(warned.message());
            }
        };
        try (SyncFixture it = new SyncFixture(builder -> builder.listener(ear))) {
            it.ingest.configuration(new Unavailable("the server answers 500"));
            it.enqueue("{}");

            assertThat(it.sync.flush().rows()).isEqualTo(1);
            assertThat(warnings).containsExactly("the server answers 500; what it said last stays in force");
        }
    }

    private static Said said(ServerOverrides overrides) {
        return new Said(overrides, List.of());
    }

    private static ServerOverrides says(Overridable key, Number value) {
        return new ServerOverrides(Map.of(key, new BigDecimal(value.toString())));
    }
}
