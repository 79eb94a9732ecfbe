package io.kaizen.sync.adapter.http.internal.body;

import io.kaizen.sync.domain.batch.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes gzip members (RFC 1952) like {@link java.util.zip.GZIPOutputStream}, but with deflaters that are used again: each has a quarter
 * of a megabyte outside the heap, which is cleared when it is made. Thread-safe.
 */
public final class GzipMember {

    /** Ten bytes: deflate, no name, no time, no system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** Rows go to the deflater in heaps: each call of it costs as much as to copy some rows. */
    private static final int HEAP_BYTES = 16_384;

    private final int level;
    private final Queue<Press> idle = new ConcurrentLinkedQueue<>();

    /** @param level as {@link Deflater} has it */
    public GzipMember(int level) {
        this.level = level;
    }

    /** Writes itself somewhere. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of it; nothing else is done to {@code out}. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** One member that holds the body of {@code batch}, written row by row. */
    public ByteArrayOutputStream of(Batch batch) {
        return of(batch::writeBodyTo, (int) Math.min(1 << 20, batch.bodyBytes() / 6 + 64));
    }

    /** One member that holds {@code content}. */
    public ByteArrayOutputStream of(Content content, int expectedBytes) {
        Press idlePress = idle.poll();
        Press press = idlePress == null ? new Press(level) : idlePress;
        ByteArrayOutputStream member = press.press(content, expectedBytes);
        idle.add(press);
        return member;
    }

    /** One that failed is not used again; its deflater goes with it. */
    private static final class Press extends OutputStream {

        private final Deflater deflater;
        private final CRC32 checksum = new CRC32();
        private final byte[] input = new byte[HEAP_BYTES];
        private final byte[] output = new byte[HEAP_BYTES];
        private ByteArrayOutputStream member = new ByteArrayOutputStream(0);
        private int pending;

        Press(int level) {
            this.deflater = new Deflater(level, true);
        }

        ByteArrayOutputStream press(Content content, int expectedBytes) {
            deflater.reset();
            checksum.reset();
            pending = 0;
            member = new ByteArrayOutputStream(expectedBytes);
            member.writeBytes(HEADER);
            try {
                content.writeTo(this);
            } catch (IOException impossible) {
                throw new UncheckedIOException("memory takes any bytes", impossible);
            }
            deflatePending();
            deflater.finish();
            drain();
            writeNumber((int) checksum.getValue());
            writeNumber((int) deflater.getBytesRead());
            ByteArrayOutputStream finished = member;
            member = new ByteArrayOutputStream(0);
            return finished;
        }

        @Override
        public void write(int b) {
            if (pending == input.length) {
                deflatePending();
            }
            input[pending++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            int from = offset;
            int end = offset + length;
            while (from < end) {
                if (pending == input.length) {
                    deflatePending();
                }
                int some = Math.min(end - from, input.length - pending);
                System.arraycopy(bytes, from, input, pending, some);
                pending += some;
                from += some;
            }
        }

        private void deflatePending() {
            checksum.update(input, 0, pending);
            deflater.setInput(input, 0, pending);
            drain();
            pending = 0;
        }

        /** Until the deflater wants more, or is finished. */
        private void drain() {
            int produced = deflater.deflate(output);
            while (produced > 0) {
                member.write(output, 0, produced);
                produced = deflater.deflate(output);
            }
        }

        private void writeNumber(int number) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                member.write(number >>> shift);
            }
        }
    }
}
