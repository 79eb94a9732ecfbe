package io.kaizen.sync.bootstrap.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds where the last lines of a file begin, from its end, without reading what is before them. */
final class LastLines {

    private static final int BLOCK_BYTES = 8192;

    private LastLines() {}

    /**
     * Position of the first of the last {@code count} lines. A line that has not ended counts as one; a line break at the end of
     * the file begins none.
     *
     * @param count not negative
     */
    static long start(FileChannel file, long count) throws IOException {
        long end = file.size();
        if (count == 0 || end == 0) {
            return end;
        }
        long breaksToPass = count;
        // The last byte, if it is a line break, ends the last line and does not divide two.
        long position = end - 1;
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        while (position > 0) {
            long from = Math.max(0, position - BLOCK_BYTES);
            block.clear().limit((int) (position - from));
            readFully(file, block, from);
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    breaksToPass--;
                    if (breaksToPass == 0) {
                        return from + i + 1;
                    }
                }
            }
            position = from;
        }
        return 0;
    }

    private static void readFully(FileChannel file, ByteBuffer block, long from) throws IOException {
        while (block.hasRemaining()) {
            if (file.read(block, from + block.position()) < 0) {
                throw new IOException("it was cut at the same moment");
            }
        }
    }
}
