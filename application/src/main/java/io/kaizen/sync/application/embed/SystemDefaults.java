package io.kaizen.sync.application.embed;

import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What a sync takes from its surroundings where nobody says otherwise. The one place of this module that does. */
final class SystemDefaults {

    private SystemDefaults() {}

    static InstantSource clock() {
        return InstantSource.system();
    }

    static RandomGenerator random() {
        return new Random();
    }

    /** Daemons: rows that are not sent are safe on disk, and no reason to keep a program from ending. */
    static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "kaizen-sync-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
