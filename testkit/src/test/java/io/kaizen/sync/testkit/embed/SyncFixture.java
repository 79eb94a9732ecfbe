package io.kaizen.sync.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.embed.OutboxSyncBuilder;
import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushFailed;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.InMemoryIngest;
import io.kaizen.sync.testkit.InMemoryOutbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A sync between an outbox and a server in memory, and what a test sees of it. */
final class SyncFixture implements AutoCloseable {

    static final Duration NEVER = Duration.ofHours(1);
    static final OwnerId OWNER = new OwnerId("session-1");

    final InMemoryOutbox outbox = new InMemoryOutbox();
    final InMemoryIngest ingest = new InMemoryIngest();
    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    final List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
    final OutboxSync sync;

    private final Semaphore flushes = new Semaphore(0);

    SyncFixture() {
        this(builder -> {});
    }

    /** With wishes of the test's own. */
    SyncFixture(Consumer<OutboxSyncBuilder> wishes) {
        this(wishes, untouched -> {});
    }

    /** On an outbox that has a past. */
    SyncFixture(Consumer<OutboxSyncBuilder> wishes, Consumer<InMemoryOutbox> past) {
        past.accept(outbox);
        OutboxSyncBuilder builder = OutboxSync.builder(outbox, ingest)
                .team("team-1", Secret.of("ab".repeat(32)))
                .threads(task -> {
                    Thread thread = new Thread(task, "sync-under-test");
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                })
                .listener(this::hear);
        wishes.accept(builder);
        sync = builder.build();
    }

    private void hear(FlushEvent event) {
        if (event instanceof FlushFailed failed) {
            failures.add(failed.failure());
        }
        if (event instanceof FlushEnded || event instanceof FlushFailed) {
            flushes.release();
        }
    }

    void enqueue(String... payloads) {
        sync.enqueue(BatchKind.EVENTS, OWNER, List.of(payloads));
    }

    /** Waits until {@code more} flushes have ended since this was last asked. */
    void awaitFlushes(int more) throws InterruptedException {
        assertThat(flushes.tryAcquire(more, 30, TimeUnit.SECONDS))
                .as("%d more flushes", more)
                .isTrue();
    }

    /** Waits until the flusher's thread, which was made first, waits for a call. */
    void awaitPause() {
        while (threads.get(0).getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    /** Flushes that have ended and nobody has waited for. */
    int unawaitedFlushes() {
        return flushes.availablePermits();
    }

    /** Those that do not end, once each has had the time that a thread needs after its last work. */
    List<Thread> livingThreads() throws InterruptedException {
        for (Thread thread : List.copyOf(threads)) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        return threads.stream().filter(Thread::isAlive).toList();
    }

    long sent() {
        return sync.status().total().sent();
    }

    @Override
    public void close() {
        sync.close();
    }
}
