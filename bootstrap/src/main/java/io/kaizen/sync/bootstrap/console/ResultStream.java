package io.kaizen.sync.bootstrap.console;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, where results go. Unlike other print streams it remembers why something could not be written, so that no command ends
 * well whose result is lost. Thread-safe.
 */
public final class ResultStream extends PrintStream {

    private final Sink sink;
    private final Consumer<Runnable> watch;

    private ResultStream(Sink sink, Consumer<Runnable> watch) {
        super(sink, true, StandardCharsets.UTF_8);
        this.sink = sink;
        this.watch = watch;
    }

    /** That of the process. */
    static ResultStream ofProcess() {
        ReaderWatch reader = new ReaderWatch(FileDescriptor.out);
        return new ResultStream(new Sink(StandardStreams.out(), reader::isGone), reader::whenGone);
    }

    /** One that ends in {@code out}. */
    public static ResultStream over(OutputStream out) {
        return new ResultStream(new Sink(out, () -> false), action -> {});
    }

    /** Why what was printed is not where it should be. */
    public enum Loss {
        /** Its reader has left, and wants no more. */
        NO_READER,
        /** Anything else: a full disk, for one. */
        FAILED
    }

    /** The first failure. */
    public Optional<Loss> loss() {
        flush();
        return Optional.ofNullable(sink.loss);
    }

    /** What the system said at the first failure; empty without one. */
    public String reason() {
        return sink.reason;
    }

    /** Runs {@code action} once, as soon as what is printed reaches nobody: for commands that wait. Call it before anything is printed. */
    public void whenLost(Runnable action) {
        sink.whenLost = action;
        watch.accept(() -> sink.lost("its reader has left", Loss.NO_READER));
    }

    private static final class Sink extends OutputStream {

        private final OutputStream out;
        private final BooleanSupplier readerIsGone;
        private volatile @Nullable Loss loss;
        private volatile String reason = "";
        private volatile Runnable whenLost = () -> {};

        Sink(OutputStream out, BooleanSupplier readerIsGone) {
            this.out = Objects.requireNonNull(out, "out");
            this.readerIsGone = readerIsGone;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException failed) {
                lost(failed);
                throw failed;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException failed) {
                lost(failed);
                throw failed;
            }
        }

        private void lost(IOException failed) {
            String message = String.valueOf(failed.getMessage());
            // The text is the system's, in the user's language; the system itself knows better.
            boolean pipe = message.toLowerCase(Locale.ROOT).contains("broken pipe") || readerIsGone.getAsBoolean();
            lost(message, pipe ? Loss.NO_READER : Loss.FAILED);
        }

        void lost(String why, Loss what) {
            synchronized (this) {
                if (loss != null) {
                    return;
                }
                reason = why;
                loss = what;
            }
            whenLost.run();
        }
    }
}
