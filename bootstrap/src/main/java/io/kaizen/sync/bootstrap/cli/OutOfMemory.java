package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process where memory has run out, whichever thread meets it: a thread that died of it may be the one that others wait
 * for, or that holds a lock, so that a process which goes on may hang for ever. Nothing is lost by it, since claims are on disk.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} would do the same, but a jar cannot ask for it. All that is said is made beforehand, when
 * there is memory. Thread-safe.
 */
public final class OutOfMemory implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemory.class);

    private static final String MESSAGE =
            "out of memory; give Java more (-Xmx1g, with the launcher KAIZEN_SYNC_JAVA_OPTS=-Xmx1g), or make"
                    + " sync.max_body_bytes and sync.lanes smaller. Nothing is lost";
    /** By hand: most processes need no JSON library to start, nor to end. */
    private static final String RESULT = "{\"error\":{\"reason\":\"internal\",\"message\":\"" + MESSAGE + "\"}}\n";

    private static final int LONGEST_CHAIN = 20;

    private final byte[] lastWords;
    private final byte[] lastResult;
    private final OutputStream out;
    private final OutputStream err;
    private final Runnable end;

    OutOfMemory(boolean json, OutputStream out, OutputStream err, Runnable end) {
        this.lastWords = (KaizenSyncCommand.NAME + ": " + MESSAGE + "\n").getBytes(UTF_8);
        this.lastResult = json ? RESULT.getBytes(UTF_8) : new byte[0];
        this.out = Objects.requireNonNull(out, "out");
        this.err = Objects.requireNonNull(err, "err");
        this.end = Objects.requireNonNull(end, "end");
    }

    /**
     * Watches over all threads of this process.
     *
     * @param json whether the reader of stdout awaits JSON
     */
    public static OutOfMemory endsThisProcess(boolean json) {
        OutOfMemory watch = new OutOfMemory(
                json,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                () -> Runtime.getRuntime().halt(ExitCode.INTERNAL.code()));
        Thread.setDefaultUncaughtExceptionHandler(watch);
        return watch;
    }

    /** Ends the process at once: no hooks, no waiting. */
    public void end() {
        try {
            err.write(lastWords);
            out.write(lastResult);
        } catch (IOException nobodyReads) {
            // The exit code has to say it.
        } finally {
            end.run();
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (isBehind(thrown)) {
            end();
        } else if (thrown instanceof LinkageError) {
            LOG.error(Failure.REPLACED, thrown);
        } else {
            LOG.error(
                    "unexpected {} in thread {}; please open an issue, with the output of the same command with -v",
                    thrown.getClass().getSimpleName(),
                    thread.getName(),
                    thrown);
        }
    }

    /** Whether {@code thrown}, or what caused it, is the end of memory. */
    static boolean isBehind(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
