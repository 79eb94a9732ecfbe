package io.kaizen.sync.bootstrap.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The three streams of the process and what is known about their other ends.
 *
 * @param out results and nothing else
 * @param err everything else
 * @param line the end of {@code err}: who writes there while a status line may be shown goes through it
 * @param terminal what is behind {@code out} and {@code err}
 */
public record Console(InputStream in, ResultStream out, PrintStream err, StatusLine line, Terminal terminal) {

    public Console {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(terminal, "terminal");
    }

    /** Streams that go to files, pipes or a test. */
    public static Console plain(InputStream in, PrintStream out, PrintStream err) {
        return new Console(in, ResultStream.over(out), err, new StatusLine(err), Terminal.NONE);
    }

    /** Those of the process, with the terminal that it has, if any. */
    public static Console ofProcess(Map<String, String> env) {
        InputStream in = StandardStreams.in();
        ResultStream out = ResultStream.ofProcess();
        // JSON is UTF-8 wherever we are, and names of files are no worse off.
        PrintStream err = new PrintStream(StandardStreams.err(), true, StandardCharsets.UTF_8);
        return new Console(in, out, err, new StatusLine(err), Terminal.detect(env));
    }
}
