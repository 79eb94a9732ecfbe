package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.port.in.Wakeup;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Ends the wait of one thread before its time. Calls that come while nobody waits are remembered as one. A thread in trouble can turn
 * a deaf ear to ordinary calls: new rows are no reason to bother a server that has just said no. Thread-safe.
 */
final class WakeupSignal implements Wakeup {

    private enum Call {
        ORDINARY,
        URGENT
    }

    /** At most one call waits to be heard. */
    private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(1);

    private volatile boolean deaf;

    @Override
    public void wake() {
        if (!deaf) {
            calls.offer(Call.ORDINARY); // Where one waits already, another would change nothing.
        }
    }

    /** Is heard in any case. */
    void urge() {
        while (!calls.offer(Call.URGENT)) {
            calls.clear();
        }
    }

    /** Waits for a call, at most for {@code longest}; one that came since the last wait ends it at once. */
    void await(Duration longest) throws InterruptedException {
        calls.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same, without an ear for ordinary calls, those that came before included. */
    void awaitUrgent(Duration longest) throws InterruptedException {
        deaf = true;
        try {
            if (calls.poll() != Call.URGENT) {
                calls.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            deaf = false;
        }
    }
}
