package io.kaizen.sync.bootstrap.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Makes lines of bytes that come in pieces. Of a line longer than {@value #MAX_LINE_BYTES} bytes only the beginning is kept: in a file
 * that others write to, a line may have no end. For one thread.
 */
final class LineBuffer {

    /** Far above any summary of ours. */
    static final int MAX_LINE_BYTES = 1 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean begun;

    /** Adds what is left in {@code bytes}, and hands out the lines that end in it, without their line break. */
    void add(ByteBuffer bytes, Consumer<byte[]> lines) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.accept(take());
            } else {
                begun = true;
                if (line.size() < MAX_LINE_BYTES) {
                    line.write(next);
                }
            }
        }
    }

    /** How much is kept of the line that has not ended. */
    int size() {
        return line.size();
    }

    /** Whether a line has begun that has not ended. */
    boolean holdsPart() {
        return begun;
    }

    /** What there is of the line that has not ended; begins another. */
    byte[] take() {
        byte[] taken = line.toByteArray();
        line.reset();
        begun = false;
        return taken;
    }
}
