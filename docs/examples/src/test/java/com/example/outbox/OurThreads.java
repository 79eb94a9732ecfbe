package com.example.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Threads of the library, all of which have a name that begins with {@code kaizen-}. */
final class OurThreads {

    private static final Duration TO_END = Duration.ofSeconds(10);

    private OurThreads() {}

    /** Those that live and were not there {@code before}, once each has had the time that a thread needs to end. */
    static List<Thread> startedSince(Set<Thread> before) throws InterruptedException {
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("kaizen-"))
                .toList();
        for (Thread thread : ours) {
            thread.join(TO_END.toMillis());
        }
        return ours.stream().filter(Thread::isAlive).toList();
    }
}
