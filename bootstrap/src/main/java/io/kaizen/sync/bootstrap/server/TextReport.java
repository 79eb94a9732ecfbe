package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A report for people: the URL alone on the first line, a line per batch, a table at the end. This class is thread-safe. */
public final class TextReport implements IngestReport {

    private final PrintWriter out;

    /** Prints to {@code out}, which it flushes after each line and never closes. */
    public TextReport(PrintWriter out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    @Override
    public void ready(URI url) {
        print(url.toString());
    }

    @Override
    public void stored(StoredBatch batch) {
        print(String.format(
                Locale.ROOT,
                "%-16s %6d rows %6d new %6d deduped  key ..%s  total %d",
                batch.kind(),
                batch.rows(),
                batch.added(),
                batch.deduped(),
                batch.keyEnding(),
                batch.total()));
    }

    @Override
    public void summary(LedgerSnapshot snapshot) {
        StringBuilder table = new StringBuilder();
        table.append(line("kind", "batches", "stored", "distinct", "doubled", "deduped"));
        KindTally sum = KindTally.none(new BatchKind("total"));
        for (KindTally tally : snapshot.kinds()) {
            table.append(line(tally));
            sum = sum.plus(tally);
        }
        table.append(line(sum));
        table.append("answers by status: ").append(answersOf(snapshot));
        table.append("; replays: ").append(snapshot.replays());
        table.append(", dropped: ").append(snapshot.dropped());
        if (snapshot.discardedBytes() > 0) {
            table.append(", bytes discarded: ").append(snapshot.discardedBytes());
        }
        print(table.toString());
    }

    private static String answersOf(LedgerSnapshot snapshot) {
        return snapshot.answers().isEmpty()
                ? "none"
                : snapshot.answers().entrySet().stream()
                        .map(answer -> answer.getKey() + ": " + answer.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String line(KindTally tally) {
        return line(tally.kind(), tally.batches(), tally.stored(), tally.distinct(), tally.doubled(), tally.deduped());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-16s %9s %10s %10s %9s %9s", cells) + System.lineSeparator();
    }

    private synchronized void print(String text) {
        out.println(text);
        out.flush();
    }
}
