package io.kaizen.sync.adapter.http.row;

import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;

/** UUIDv7 (RFC 9562, section 5.7). Ascending even within a millisecond, and where the clock is set back. Thread-safe. */
public final class TimeOrderedIdempotencyKeys implements IdempotencyKeys {

    private final TimeBasedEpochGenerator generator;

    /** Keys that begin with the time of {@code clock}. */
    public TimeOrderedIdempotencyKeys(InstantSource clock) {
        generator = new TimeBasedEpochGenerator(new SecureRandom(), new NeverBackwards(clock));
    }

    /** Locked, since the generator reads the clock before it takes its own lock: two threads could overtake one another. */
    @Override
    public synchronized IdempotencyKey next() {
        return new IdempotencyKey(generator.generate());
    }

    private static final class NeverBackwards extends UUIDClock {

        private final InstantSource clock;
        private long latest;

        NeverBackwards(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        @Override
        public long currentTimeMillis() {
            latest = Math.max(latest, clock.millis());
            return latest;
        }
    }
}
