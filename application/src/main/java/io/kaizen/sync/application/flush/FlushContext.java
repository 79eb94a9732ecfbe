package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement;
import io.kaizen.sync.domain.policy.Judge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Whom the parts of one flush work with.
 *
 * @param threads for what is done beside
 * @param turn of this flush, for all that its workers share
 */
record FlushContext(
        FlushSettings settings,
        Judge judge,
        OutboxStore store,
        PendingCommits commits,
        IngestGateway gateway,
        RowEncoder encoder,
        IdempotencyKeys keys,
        FanOut fanOut,
        Sleeper sleeper,
        InstantSource clock,
        RandomGenerator random,
        FlushListener listener,
        DestinationPause pause,
        OddAnswers oddAnswers,
        RateLimitWaits rateLimitWaits,
        FlushTally tally,
        Executor threads,
        Turn turn) {

    /** How long a lease must last that is to outlast a POST that begins now. */
    Duration leaseFor() {
        return settings.leaseFor(Duration.ZERO);
    }

    /** Carries out a step that is durable when this returns; returns how many rows it changed. Not for commits. */
    int settle(LaneLease lease, Settlement step) {
        CompletableFuture<Settled> settled = store.settle(lease, step);
        commits.collect();
        return Futures.of(settled).rows();
    }
}
