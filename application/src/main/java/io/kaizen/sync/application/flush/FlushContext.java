package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.policy.Judge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
        WriteBehind commits,
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

    /** The store, with nothing held back that was to come before. */
    OutboxStore store() {
        return commits.store();
    }

    /** When a lease ends that must outlast a POST that begins now. */
    Instant leaseUntil() {
        Instant now = clock.instant();
        return settings.leaseUntil(now, Duration.ZERO);
    }
}
