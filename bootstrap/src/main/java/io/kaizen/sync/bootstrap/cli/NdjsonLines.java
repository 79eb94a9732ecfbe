package io.kaizen.sync.bootstrap.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an NDJSON stream, one at a time, and the line numbers they had. Blank lines are passed over; a carriage return
 * before the line end and a byte order mark at the beginning do not count. For one thread; does not close the stream.
 */
final class NdjsonLines implements Iterator<byte[]> {

    /** Longest line. Ten times more than a whole body may weigh by default. */
    static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final BlankLines blanks = new BlankLines();
    private int from;
    private int to;
    private long lineNumber;
    private long position;
    private byte @Nullable [] next;

    NdjsonLines(InputStream in) {
        this.in = Objects.requireNonNull(in, "in");
    }

    /** @throws UncheckedIOException if the stream breaks, or a line is too long */
    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                byte[] line = readLine();
                if (line == null) {
                    return false;
                }
                lineNumber++;
                byte[] content = trim(line);
                if (content.length == 0) {
                    blanks.addBefore(position + 1);
                } else {
                    next = content;
                }
            }
            return true;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        byte[] line = next;
        next = null;
        position++;
        return line;
    }

    /** The 1-based number of the line that was the {@code wanted}-th to be returned, also 1-based. */
    long lineNumberOf(long wanted) {
        return wanted + blanks.countBefore(wanted);
    }

    private byte @Nullable [] readLine() throws IOException {
        ByteArrayOutputStream line = null;
        while (true) {
            if (from == to && !fill()) {
                return line == null ? null : line.toByteArray();
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (line == null && end < to) {
                byte[] whole = Arrays.copyOfRange(buffer, from, end);
                from = end + 1;
                return whole;
            }
            if (line == null) {
                line = new ByteArrayOutputStream(2 * buffer.length);
            }
            line.write(buffer, from, end - from);
            requireBounded(line.size());
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (complete) {
                return line.toByteArray();
            }
        }
    }

    private void requireBounded(int bytes) throws IOException {
        if (bytes > MAX_LINE_BYTES) {
            throw new IOException("line " + (lineNumber + 1) + " is longer than " + MAX_LINE_BYTES + " bytes");
        }
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    private byte[] trim(byte[] line) {
        int start = lineNumber == 1 && startsWithMark(line) ? BYTE_ORDER_MARK.length : 0;
        int end = line.length;
        while (start < end && isBlank(line[start])) {
            start++;
        }
        while (end > start && isBlank(line[end - 1])) {
            end--;
        }
        return start == 0 && end == line.length ? line : Arrays.copyOfRange(line, start, end);
    }

    private static boolean startsWithMark(byte[] line) {
        int length = BYTE_ORDER_MARK.length;
        return line.length >= length && Arrays.equals(line, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    /** Where blank lines stood: one entry for each run of them, so that a file without any costs nothing. */
    private static final class BlankLines {

        private long[] positions = new long[16];
        private long[] totals = new long[16];
        private int runs;

        void addBefore(long position) {
            if (runs > 0 && positions[runs - 1] == position) {
                totals[runs - 1]++;
                return;
            }
            if (runs == positions.length) {
                positions = Arrays.copyOf(positions, 2 * runs);
                totals = Arrays.copyOf(totals, 2 * runs);
            }
            positions[runs] = position;
            totals[runs] = runs == 0 ? 1 : totals[runs - 1] + 1;
            runs++;
        }

        long countBefore(long position) {
            int found = Arrays.binarySearch(positions, 0, runs, position);
            int last = found >= 0 ? found : -found - 2;
            return last < 0 ? 0 : totals[last];
        }
    }
}
