package io.kaizen.sync.bootstrap.console;

import java.io.PrintStream;
import java.util.Objects;

/**
 * The end of a text stream where lines appear one below the other, and below the last of them, on a terminal, one line that
 * changes. Thread-safe.
 */
public final class StatusLine {

    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private String status = "";

    /** Makes the end of {@code out}, which it never closes. */
    public StatusLine(PrintStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    /** Prints a line above the changing one. */
    public synchronized void println(String line) {
        if (status.isEmpty()) {
            out.println(line);
        } else {
            out.print(CLEAR_LINE);
            out.println(line);
            out.print(status);
        }
        out.flush();
    }

    /** Shows {@code text} in place of the changing line. For terminals only. */
    public synchronized void show(String text) {
        // A shorter text must not leave the tail of a longer one; clearing first would flicker.
        String rest = " ".repeat(Math.max(0, status.length() - text.length()));
        out.print(START_OF_LINE + text + rest);
        out.flush();
        status = text;
    }

    /** Leaves the changing line as it is and goes on below it. Does nothing if there is none. */
    public synchronized void settle() {
        if (!status.isEmpty()) {
            out.println();
            out.flush();
            status = "";
        }
    }
}
