package io.kaizen.sync.adapter.http.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdempotencyKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

    private final MovableClock clock = new MovableClock(NOW);
    private final TimeOrderedIdempotencyKeys keys = new TimeOrderedIdempotencyKeys(clock);

    @Test
    void areUuidsOfVersionSevenThatBeginWithTheTime() {
        IdempotencyKey key = keys.next();

        assertThat(key.value().version()).isEqualTo(7);
        assertThat(key.value().variant()).isEqualTo(2);
        assertThat(key.value().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void ascendWithinOneMillisecond() {
        List<String> made =
                Stream.generate(keys::next).limit(10_000).map(Object::toString).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ascendAlthoughTheClockIsSetBack() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clock.advance(i % 3 == 0 ? Duration.ofMillis(7) : Duration.ofMillis(-3));
            made.add(keys.next().toString());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void ascendInEveryThreadAndAreNeverShared() throws Exception {
        TimeOrderedIdempotencyKeys shared = new TimeOrderedIdempotencyKeys(InstantSource.system());
        Callable<List<String>> maker = () -> Stream.generate(shared::next)
                .limit(20_000)
                .map(Object::toString)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Set<String> all = new HashSet<>();
            for (Future<List<String>> made : threads.invokeAll(List.of(maker, maker, maker, maker))) {
                assertThat(made.get()).isSorted();
                all.addAll(made.get());
            }
            assertThat(all).hasSize(80_000);
        } finally {
            threads.shutdownNow();
        }
    }
}
