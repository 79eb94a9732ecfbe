package io.kaizen.sync.adapter.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The end of a file of lines, where a crash may have left a line without its break. If the line is one of ours, it is cut off:
 * its batch was never reported as taken, so it comes again, whole. Anything else is not ours to destroy and gets its line break.
 */
final class LastLine {

    private static final byte[] OUR_BEGINNING = "{\"kaizen_schema_version\":".getBytes(UTF_8);
    private static final int BLOCK_BYTES = 8192;

    private LastLine() {}

    /**
     * Cuts off a torn line of ours.
     *
     * @return whether a line break must be written before the next line
     */
    static boolean mend(FileChannel reader, FileChannel writer) throws IOException {
        long end = reader.size();
        long start = startOfLastLine(reader, end);
        if (start == end) {
            return false;
        }
        if (isOurs(read(reader, start, (int) Math.min(OUR_BEGINNING.length, end - start)))) {
            writer.truncate(start);
            return false;
        }
        return true;
    }

    /** Position behind the last line break before {@code end}. */
    private static long startOfLastLine(FileChannel reader, long end) throws IOException {
        long from = end;
        while (from > 0) {
            int length = (int) Math.min(BLOCK_BYTES, from);
            from -= length;
            byte[] block = read(reader, from, length);
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private static boolean isOurs(byte[] beginning) {
        return Arrays.equals(beginning, Arrays.copyOf(OUR_BEGINNING, beginning.length));
    }

    private static byte[] read(FileChannel reader, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (reader.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it was cut at the same moment");
            }
        }
        return bytes.array();
    }
}
