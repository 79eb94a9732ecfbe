package io.kaizen.sync.bootstrap.logging;

import io.kaizen.sync.application.event.FlushEvent;
import io.kaizen.sync.application.event.FlushEvent.BatchClaimed;
import io.kaizen.sync.application.event.FlushEvent.BatchCommitted;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
import io.kaizen.sync.application.event.FlushEvent.FlushStarted;
import io.kaizen.sync.application.event.FlushEvent.RowsDeadLettered;
import io.kaizen.sync.application.event.FlushEvent.WaitStarted;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.console.StatusLine;
import java.util.Locale;
import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a flush is, on a terminal's status line. For the flushing thread. */
public final class FlushProgress implements FlushListener {

    private static final int UPDATE_MILLIS = 100;
    /** The library then shows a count and no share. */
    private static final long UNKNOWN = -1;

    private final StatusLine line;
    private final int columns;
    private final boolean unicode;
    private @Nullable ProgressBar bar;
    private OnStatusLine shown = new OnStatusLine();

    /**
     * Makes a display for terminals.
     *
     * @param columns width of the terminal
     * @param unicode whether the terminal shows more than ASCII
     */
    public FlushProgress(StatusLine line, int columns, boolean unicode) {
        this.line = Objects.requireNonNull(line, "line");
        this.columns = columns;
        this.unicode = unicode;
    }

    @Override
    public void onEvent(FlushEvent event) {
        if (event instanceof FlushStarted started) {
            show(started.pending().isExact() ? started.pending().rows() : UNKNOWN);
        } else if (event instanceof BatchClaimed claimed) {
            say(claimed.batch().kind().name());
        } else if (event instanceof WaitStarted wait) {
            say(inWords(wait));
        } else if (event instanceof BatchCommitted committed) {
            stepBy(committed.sent());
        } else if (event instanceof RowsDeadLettered dead) {
            stepBy(dead.refusals().size());
        } else if (event instanceof FlushEnded) {
            close();
        }
    }

    private void show(long pending) {
        shown = new OnStatusLine();
        bar = new ProgressBarBuilder()
                .setTaskName("flush")
                .setInitialMax(pending)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .hideEta()
                .setConsumer(shown)
                .build();
        say("");
    }

    private static String inWords(WaitStarted wait) {
        String why = wait.outcome().isTransientFailure() ? "retry" : "slowed down";
        double seconds = wait.delay().toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%s: %s in %.1f s", wait.batch().kind(), why, seconds);
    }

    private void stepBy(int rows) {
        if (bar != null) {
            bar.stepBy(rows);
        }
    }

    private void close() {
        if (bar != null) {
            say("done");
            // The library draws the end on a thread of its own, not always before it returns, and swallows an
            // interrupt.
            boolean interrupted = Thread.interrupted();
            bar.refresh();
            bar.close();
            shown.close();
            bar = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void say(String message) {
        if (bar != null) {
            // Always of the same length, so that the bar keeps its own.
            bar.setExtraMessage(String.format(Locale.ROOT, " %-32s", message));
        }
    }

    /** Keeps the progress bar from asking a terminal for its width, for which it would load native code. */
    private final class OnStatusLine implements ProgressBarConsumer {

        private boolean closed;

        @Override
        public int getMaxRenderedLength() {
            // The last column stays free: some terminals break the line as soon as it is written to.
            return columns - 1;
        }

        @Override
        public synchronized void accept(String rendered) {
            if (!closed) {
                line.show(rendered);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            line.settle();
        }
    }
}
