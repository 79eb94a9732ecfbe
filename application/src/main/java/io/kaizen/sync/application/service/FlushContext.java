package io.kaizen.sync.application.service;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.IdempotencyKeys;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.domain.policy.Judge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Whom the parts of one flush work with. */
record FlushContext(
        FlushSettings settings,
        Judge judge,
        OutboxStore store,
        IngestGateway gateway,
        RowEncoder encoder,
        IdempotencyKeys keys,
        FanOut fanOut,
        Sleeper sleeper,
        InstantSource clock,
        RandomGenerator random,
        FlushListener listener,
        DestinationPause pause,
        RateLimitWaits rateLimitWaits,
        FlushTally tally) {

    /** When a lease ends that must outlast a POST that begins now. */
    Instant leaseUntil() {
        Instant now = clock.instant();
        return settings.leaseUntil(now, Duration.ZERO);
    }
}
