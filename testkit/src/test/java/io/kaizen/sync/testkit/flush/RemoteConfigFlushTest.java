package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.OverridesChanged;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfConfig;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.application.schedule.RemoteConfigFlush;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.limits.SyncLimits;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.testkit.InMemoryOverrideStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the server is asked what it overrides, and what a flush makes of the answers. */
class RemoteConfigFlushTest extends FlushFixture {

    private static final FlushSettings SETTINGS = settings(true, DESTINATION, false);
    private static final SyncLimits CONFIGURED = new SyncLimits(SETTINGS.limits(), Duration.ofSeconds(10), 1);
    private static final ServerOverrides PAIRS = rows(2);
    private static final Unavailable DOWN = new Unavailable("the server answers 500");

    private final Deque<IngestConfig.Reply> replies = new ArrayDeque<>();
    private final InMemoryOverrideStore kept = new InMemoryOverrideStore();
    private final List<String> told = new ArrayList<>();
    private final EffectiveLimits limits = new EffectiveLimits(CONFIGURED, Set.of());
    private int asked;
    private long nextKey;

    @Test
    void theServersLimitsHoldFromTheFirstBatchOn() {
        replies.add(said(PAIRS));
        enqueue(BatchKind.EVENTS, 3);

        newFlush(kept, limits).flush();

        assertThat(sizes()).containsExactly(2, 1);
        assertThat(kept.find(DESTINATION)).contains(new OverrideStore.Kept(PAIRS, START));
        assertThat(told).containsExactly("overrides events_per_batch_max = 2");
    }

    @Test
    void theServerIsAskedAgainAfterTenMinutesAndNoSooner() {
        RemoteConfigFlush flush = newFlush(kept, limits);
        replies.add(said(PAIRS));
        replies.add(said(rows(1)));
        enqueue(BatchKind.EVENTS, 2);
        flush.flush();

        time.now = START.plus(Duration.ofMinutes(10)).minusMillis(1);
        enqueue(BatchKind.EVENTS, 2);
        flush.flush();
        assertThat(asked).isEqualTo(1);

        time.now = START.plus(Duration.ofMinutes(10));
        enqueue(BatchKind.EVENTS, 2);
        flush.flush();
        assertThat(asked).isEqualTo(2);
        assertThat(sizes()).containsExactly(2, 2, 1, 1);
    }

    @Test
    void aServerThatDoesNotAnswerIsAskedNoMoreOften() {
        RemoteConfigFlush flush = newFlush(kept, limits);
        replies.add(DOWN);
        enqueue(BatchKind.EVENTS, 1);
        flush.flush();
        time.now = START.plus(Duration.ofMinutes(9));
        enqueue(BatchKind.EVENTS, 1);
        flush.flush();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aClockThatWasSetBackDoesNotKeepTheServerFromBeingAsked() {
        RemoteConfigFlush flush = newFlush(kept, limits);
        enqueue(BatchKind.EVENTS, 1);
        flush.flush();
        time.now = START.minus(Duration.ofDays(1));
        enqueue(BatchKind.EVENTS, 1);
        flush.flush();

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whileTheServerDoesNotAnswerWhatItSaidLastHoldsAlsoInTheNextProcess() {
        kept.keep(DESTINATION, PAIRS, START);
        replies.add(DOWN);
        enqueue(BatchKind.EVENTS, 3);

        newFlush(kept, limits).flush();

        assertThat(sizes()).containsExactly(2, 1);
        assertThat(kept.find(DESTINATION)).isPresent();
        assertThat(told).containsExactly("warns the server answers 500; what it said last stays in force");
    }

    @Test
    void whatAnotherServerSaidDoesNotHold() {
        kept.keep(new Destination("http://former", "team"), PAIRS, START);
        replies.add(DOWN);
        enqueue(BatchKind.EVENTS, 3);

        newFlush(kept, limits).flush();

        assertThat(sizes()).containsExactly(3);
    }

    @Test
    void whatTheServerDoesNotOverrideAnyMoreIsAsConfigured() {
        kept.keep(DESTINATION, PAIRS, START);
        replies.add(Said.NOTHING);
        enqueue(BatchKind.EVENTS, 3);

        newFlush(kept, limits).flush();

        assertThat(sizes()).containsExactly(3);
        assertThat(kept.find(DESTINATION)).isEmpty();
    }

    @Test
    void whatAPersonHasPinnedTheServerCannotOverride() {
        replies.add(said(PAIRS));
        enqueue(BatchKind.EVENTS, 3);

        newFlush(kept, new EffectiveLimits(CONFIGURED, Set.of(Overridable.EVENTS_PER_BATCH_MAX)))
                .flush();

        assertThat(sizes()).containsExactly(3);
    }

    @Test
    void aServerThatOverridesNothingCostsNoWordAndNoWrite() {
        replies.add(Said.NOTHING);
        enqueue(BatchKind.EVENTS, 1);

        newFlush(kept, limits).flush();

        assertThat(told).isEmpty();
        assertThat(kept.writes()).isZero();
    }

    @Test
    void whatIsKnownIsNotWrittenAgain() {
        kept.keep(DESTINATION, PAIRS, START.minusSeconds(5));
        replies.add(said(PAIRS));
        enqueue(BatchKind.EVENTS, 1);

        newFlush(kept, limits).flush();

        assertThat(told).isEmpty();
        assertThat(kept.writes()).isEqualTo(1);
    }

    @Test
    void anEmptyOutboxAsksNobodyUnlessTheServerMayBeWhatKeepsItEmpty() {
        newFlush(kept, limits).flush();
        assertThat(asked).isZero();

        kept.keep(DESTINATION, new ServerOverrides(Map.of(Overridable.SAMPLE_RATE, BigDecimal.valueOf(0.0))), START);
        newFlush(kept, limits).flush();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whoIsToStopDoesNotBeginToAsk() {
        enqueue(BatchKind.EVENTS, 1);
        time.stopRequested = true;

        newFlush(kept, limits).flush();

        assertThat(asked).isZero();
    }

    @Test
    void troubleIsToldOnceUntilItIsMended() {
        RemoteConfigFlush flush = newFlush(kept, limits);
        enqueue(BatchKind.EVENTS, 20);
        gateway.otherwise(batch -> new IngestOutcome.Unauthorized(""));
        List<String> odd = List.of("sample_rate is odd");
        for (IngestConfig.Reply reply : List.of(
                DOWN,
                new Unavailable("gave up"),
                new Said(PAIRS, odd),
                new Said(PAIRS, odd),
                DOWN,
                new Said(PAIRS, List.of()),
                new Said(PAIRS, odd))) {
            replies.add(reply);
            flush.flush();
            time.now = time.now.plus(Duration.ofMinutes(10));
        }

        assertThat(asked).isEqualTo(7);
        assertThat(told)
                .containsExactly(
                        "warns the server answers 500; what it said last stays in force",
                        "warns sample_rate is odd",
                        "overrides events_per_batch_max = 2",
                        "warns the server answers 500; what it said last stays in force",
                        "warns sample_rate is odd");
    }

    @Test
    void storageThatKeepsNothingDoesNotKeepTheServerFromBeingObeyed() {
        replies.add(said(PAIRS));
        enqueue(BatchKind.EVENTS, 3);
        OverrideStore full = new OverrideStore() {
            @Override
            public Optional<Kept> find(Destination destination) {
                return Optional.empty();
            }

            @Override
            public void keep(Destination destination, ServerOverrides overrides, Instant now) {
                throw new OutboxStoreException("disk full", new IllegalStateException());
            }
        };

        newFlush(full, limits).flush();

        assertThat(sizes()).containsExactly(2, 1);
        assertThat(told)
                .containsExactly(
                        "overrides events_per_batch_max = 2",
                        "storage what the server overrides is not kept: disk full");
    }

    private List<Integer> sizes() {
        return gateway.posts().stream().map(post -> post.rows().size()).toList();
    }

    private RemoteConfigFlush newFlush(OverrideStore store, EffectiveLimits obeyed) {
        IngestConfig config = () -> {
            asked++;
            return replies.isEmpty() ? Said.NOTHING : replies.remove();
        };
        FlushOutboxService flush = new FlushOutboxService(
                SETTINGS,
                () -> obeyed.current().batch(),
                new FlushOutboxService.Ports(
                        this.store,
                        gateway,
                        (spec, row) -> new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload())),
                        () -> new IdempotencyKey(new UUID(1, ++nextKey)),
                        List.of(),
                        threads,
                        time,
                        time,
                        new SplittableRandom(1),
                        FlushListener.NONE));
        return new RemoteConfigFlush(
                flush,
                obeyed,
                DESTINATION,
                new RemoteConfigFlush.Ports(config, store, this.store, time, time, this::hear));
    }

    private static Said said(ServerOverrides overrides) {
        return new Said(overrides, List.of());
    }

    private static ServerOverrides rows(int number) {
        return new ServerOverrides(Map.of(Overridable.EVENTS_PER_BATCH_MAX, BigDecimal.valueOf(number)));
    }

    /** Writes down what is told of the configuration. */
    private void hear(FlushEvent event) {
        if (event instanceof WarnedOfConfig warned) {
            told.add("warns " + warned.message());
        } else if (event instanceof OverridesChanged changed) {
            told.add("overrides " + changed.now());
        } else if (event instanceof WarnedOfStorage warned) {
            told.add("storage " + warned.message());
        }
    }
}
