package io.kaizen.sync.bootstrap.console;

import java.io.FileDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the system whether somebody can still read what goes to a descriptor, without writing anything (ADR 0029).
 *
 * <p>Java has no public way to do so: a command that waits would learn only with its next line that its reader has left. The JDK's
 * own way, for its channels, is {@code poll(2)} behind {@code sun.nio.ch.Net}; our manifest opens that package. Where it is not open, or
 * looks otherwise one day, nobody is ever said to have left.
 */
final class ReaderWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderWatch.class);

    /** No event is asked for: errors and hang-ups are told always. */
    private static final int NOTHING_ELSE = 0;

    private static final long AT_ONCE = 0;
    private static final long WHENEVER = -1;

    private final FileDescriptor descriptor;

    ReaderWatch(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Whether the other end of a pipe is closed now. */
    boolean isGone() {
        return poll(AT_ONCE);
    }

    /** Runs {@code action} once, from a thread of its own, as soon as the other end is closed. Costs nothing until then. */
    void whenGone(Runnable action) {
        Thread watch = new Thread(
                () -> {
                    if (poll(WHENEVER)) {
                        action.run();
                    }
                },
                "reader-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private boolean poll(long timeoutMillis) {
        try {
            Method poll = Class.forName("sun.nio.ch.Net")
                    .getDeclaredMethod("poll", FileDescriptor.class, int.class, long.class);
            poll.setAccessible(true);
            int events;
            do {
                // A signal ends the call early, without an event.
                events = (int) poll.invoke(null, descriptor, NOTHING_ELSE, timeoutMillis);
            } while (events == 0 && timeoutMillis == WHENEVER);
            return events != 0;
        } catch (ReflectiveOperationException | RuntimeException unavailable) {
            Throwable cause = unavailable instanceof InvocationTargetException failed ? failed.getCause() : unavailable;
            LOG.debug("nobody notices when the reader of standard output leaves: {}", String.valueOf(cause));
            return false;
        }
    }
}
