package io.kaizen.sync.bootstrap.logging;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.console.StatusLine;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.policy.Verdict.SendAgain;
import io.kaizen.sync.domain.policy.Verdict.SendAgain.Cause;
import io.kaizen.sync.domain.report.FlushReport;
import java.util.List;
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

    private final StatusLine line;
    private final int columns;
    private final boolean unicode;
    private @Nullable ProgressBar bar;

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
    public void flushStarted(long pending) {
        bar = new ProgressBarBuilder()
                .setTaskName("flush")
                .setInitialMax(pending)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUnit(" rows", 1)
                .hideEta()
                .setConsumer(new OnStatusLine())
                .build();
        say("");
    }

    @Override
    public void batchClaimed(Batch batch, boolean resumed) {
        say(batch.kind().name());
    }

    @Override
    public void waiting(Batch batch, SendAgain verdict) {
        String why = verdict.cause() == Cause.RATE_LIMIT ? "slowed down" : "retry";
        double seconds = verdict.delay().toMillis() / 1000.0;
        say(String.format(Locale.ROOT, "%s: %s in %.1f s", batch.kind(), why, seconds));
    }

    @Override
    public void batchCommitted(Batch batch, int sent, int gone) {
        if (bar != null) {
            bar.stepBy(sent);
        }
    }

    @Override
    public void rowsDeadLettered(BatchKind kind, List<Refusal> refusals) {
        if (bar != null) {
            bar.stepBy(refusals.size());
        }
    }

    @Override
    public void flushEnded(FlushReport report) {
        if (bar != null) {
            say("done");
            bar.close();
            bar = null;
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

        @Override
        public int getMaxRenderedLength() {
            // The last column stays free: some terminals break the line as soon as it is written to.
            return columns - 1;
        }

        @Override
        public void accept(String rendered) {
            line.show(rendered);
        }

        @Override
        public void close() {
            line.settle();
        }
    }
}
