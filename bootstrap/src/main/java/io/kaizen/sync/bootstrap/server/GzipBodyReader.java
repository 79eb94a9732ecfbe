package io.kaizen.sync.bootstrap.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a body that must be exactly one gzip member (RFC 1952) and nothing behind it. The JDK's own stream will not do: it
 * reads any number of members as one and passes over what follows the last.
 */
final class GzipBodyReader {

    private static final int FLAG_HEADER_CRC = 1 << 1;
    private static final int FLAG_EXTRA = 1 << 2;
    private static final int FLAG_NAME = 1 << 3;
    private static final int FLAG_COMMENT = 1 << 4;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final int DEFLATE = 8;

    private final byte[] buffer = new byte[16 * 1024];
    private final InputStream in;
    private final int maxBytes;
    private int position;
    private int limit;

    private GzipBodyReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Decompresses all of {@code in}.
     *
     * @param maxBytes bound of the result; nothing beyond it is decompressed
     * @throws RequestRefused 400 where the stream is not one whole and sound member, 413 where it holds more than {@code maxBytes}
     * @throws IOException where the stream itself fails
     */
    static byte[] decode(InputStream in, int maxBytes) throws IOException, RequestRefused {
        GzipBodyReader member = new GzipBodyReader(in, maxBytes);
        try {
            member.readHeader();
            byte[] content = member.inflate();
            member.readTrailer(content);
            return content;
        } catch (EOFException cut) {
            throw RequestRefused.of(400, "the gzip body is cut short");
        }
    }

    private void readHeader() throws IOException, RequestRefused {
        if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw RequestRefused.of(400, "the body is not gzip");
        }
        int flags = next();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw RequestRefused.of(400, "the gzip header has reserved flags set");
        }
        skip(6); // time, extra flags, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private byte[] inflate() throws IOException, RequestRefused {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream(64 * 1024);
            byte[] chunk = new byte[64 * 1024];
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (position == limit) {
                        fill();
                    }
                    inflater.setInput(buffer, position, limit - position);
                    position = limit;
                }
                int count = inflater.inflate(chunk);
                if (count > maxBytes - content.size()) {
                    throw RequestRefused.of(413, "the body is over " + maxBytes + " bytes");
                }
                if (count == 0 && inflater.needsDictionary()) {
                    throw RequestRefused.of(400, "the gzip body wants a dictionary");
                }
                content.write(chunk, 0, count);
            }
            position = limit - inflater.getRemaining();
            return content.toByteArray();
        } catch (DataFormatException broken) {
            throw RequestRefused.of(400, "the gzip body is damaged");
        } finally {
            inflater.end();
        }
    }

    private void readTrailer(byte[] content) throws IOException, RequestRefused {
        CRC32 crc = new CRC32();
        crc.update(content);
        if (nextInt() != (int) crc.getValue() || nextInt() != content.length) {
            throw RequestRefused.of(400, "the gzip body does not match its checksum");
        }
        if (position < limit || in.read() >= 0) {
            throw RequestRefused.of(400, "something follows the gzip member");
        }
    }

    private int nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        position = 0;
        limit = 0;
        int count = in.read(buffer);
        if (count <= 0) {
            throw new EOFException();
        }
        limit = count;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int c;
        do {
            c = next();
        } while (c != 0);
    }
}
