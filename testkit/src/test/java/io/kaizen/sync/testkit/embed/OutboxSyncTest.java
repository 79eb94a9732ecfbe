package io.kaizen.sync.testkit.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.MovableClock;
import io.kaizen.sync.testkit.RecordingExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OutboxSyncTest {

    @Test
    void whatIsEnqueuedIsSentByTheNextFlush() {
        try (SyncFixture it = new SyncFixture()) {
            it.enqueue("{\"n\":1}", "{\"n\":2}");

            FlushReport report = it.sync.flush();

            assertThat(report.rows()).isEqualTo(2);
            assertThat(it.ingest.script().posts())
                    .singleElement()
                    .satisfies(post -> assertThat(post.rows()).containsExactly(1L, 2L));
            assertThat(it.sync.balance().sent()).isEqualTo(2);
        }
    }

    @Test
    void anInvalidPayloadIsNamedAndNothingIsEnqueued() {
        try (SyncFixture it = new SyncFixture()) {
            assertThatThrownBy(() -> it.enqueue("{}", "no object"))
                    .isInstanceOfSatisfying(
                            InvalidRowException.class,
                            refused -> assertThat(refused.position()).isEqualTo(2));

            assertThat(it.sync.status().total().pending()).isZero();
        }
    }

    @Test
    void replacingRemovesTheOwnersPendingRowsOfThatKindAndLeavesWhatIsSent() {
        try (SyncFixture it = new SyncFixture()) {
            it.sync.replace(BatchKind.TOOL_SPANS, SyncFixture.OWNER, List.of("{\"a\":1}"));
            it.sync.flush();
            it.sync.replace(BatchKind.TOOL_SPANS, SyncFixture.OWNER, List.of("{\"a\":2}", "{\"b\":2}"));

            it.sync.replace(BatchKind.TOOL_SPANS, SyncFixture.OWNER, List.of("{\"a\":3}"));

            assertThat(it.outbox.rows())
                    .extracting(row -> new String(row.row().payload(), UTF_8))
                    .containsExactly("{\"a\":1}", "{\"a\":3}");
        }
    }

    @Test
    void eventsAreSampledAndOtherKindsAreNot() {
        try (SyncFixture it = new SyncFixture(builder -> builder.sampleRate(0))) {
            Result events = it.sync.enqueue(BatchKind.EVENTS, SyncFixture.OWNER, List.of("{}"));
            Result spans = it.sync.enqueue(BatchKind.TOOL_SPANS, SyncFixture.OWNER, List.of("{}"));

            assertThat(events.sampledOut()).isEqualTo(1);
            assertThat(spans.enqueued()).isEqualTo(1);
        }
    }

    @Test
    void limitsExportersAndClockAreThoseThatWereGiven() {
        MovableClock clock = new MovableClock(Instant.parse("2026-01-02T03:04:05Z"));
        RecordingExporter exporter = new RecordingExporter("recording");
        try (SyncFixture it = new SyncFixture(builder ->
                builder.limits(new BatchLimits(1, 1_000)).exporter(exporter).clock(clock))) {
            it.enqueue("{\"n\":1}", "{\"n\":2}");

            FlushReport report = it.sync.flush();

            assertThat(report.batches()).isEqualTo(2);
            assertThat(exporter.batches()).hasSize(2);
            assertThat(it.sync.status().lastSuccess()).contains(clock.instant());
        }
    }

    @Test
    void anotherGatewayTakesThePlaceOfTheEndpoints() {
        try (InMemoryIngest other = new InMemoryIngest();
                SyncFixture it = new SyncFixture(builder -> builder.gateway(other.script()))) {
            it.enqueue("{}");

            it.sync.flush();

            assertThat(other.script().posts()).hasSize(1);
            assertThat(it.ingest.script().posts()).isEmpty();
        }
    }

    @Test
    void afterItIsClosedNothingCanBeDoneWithItAndClosingAgainDoesNoHarm() {
        SyncFixture it = new SyncFixture();
        it.close();

        assertThatIllegalStateException().isThrownBy(() -> it.enqueue("{}")).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(it.sync::flush).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> it.sync.start(SyncFixture.NEVER));
        assertThatIllegalStateException().isThrownBy(it.sync::status);
        assertThatCode(it::close).doesNotThrowAnyException();
    }

    @Test
    void aListenerThatFlushesOrClosesIsToldSoInsteadOfWaitingForItself() {
        AtomicReference<OutboxSync> sync = new AtomicReference<>();
        List<Throwable> thrown = new ArrayList<>();
        FlushListener meddler = event -> {
            if (event instanceof FlushStarted) {
                thrown.add(catchThrowable(() -> sync.get().flush()));
                thrown.add(catchThrowable(() -> sync.get().close()));
            }
        };
        try (SyncFixture it = new SyncFixture(builder -> builder.listener(meddler))) {
            sync.set(it.sync);

            it.sync.flush();

            assertThat(thrown)
                    .hasSize(2)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("from within a flush"));
        }
    }

    @Test
    void whereTheBuildingFailsWhatWasHandedOverIsClosed() {
        InMemoryIngest ingest = new InMemoryIngest();

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> OutboxSync.builder(new InMemoryOutbox(), ingest).build())
                .withMessageContaining("team");

        assertThat(ingest.closed().getCount()).isZero();
    }

    @Test
    void aSaltThatIsNoneIsRefusedWithoutBeingShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SyncFixture(builder -> builder.team("team-1", Secret.of("hunter2"))))
                .withMessageContaining("64 hex digits")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void withAnEnvelopeAloneRowsAreStoredAsGivenOrNotAtAll() {
        BatchEnvelope envelope = new BatchEnvelope("team-2", "blake3:00", Optional.empty());

        assertThatIllegalStateException()
                .isThrownBy(() -> OutboxSync.builder(new InMemoryOutbox(), new InMemoryIngest())
                        .envelope(envelope)
                        .build())
                .withMessageContaining("storeAsGiven");
        try (OutboxSync sync = OutboxSync.builder(new InMemoryOutbox(), new InMemoryIngest())
                .envelope(envelope)
                .storeAsGiven()
                .build()) {
            sync.enqueue(BatchKind.EVENTS, SyncFixture.OWNER, List.of("{}"));

            assertThat(sync.flush().rows()).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(sync::telemetry).withMessageContaining("salt");
        }
    }

    @Test
    void anIntervalMustBePositive() {
        try (SyncFixture it = new SyncFixture()) {
            assertThatIllegalArgumentException().isThrownBy(() -> it.sync.start(Duration.ZERO));
        }
    }
}
