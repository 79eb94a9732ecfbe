package io.kaizen.sync.adapter.http.row.internal.scan;

import java.util.Arrays;

/** Bytes that grow at the end, and whose parts may be copied behind it. For one thread. */
public final class ByteBuilder {

    private byte[] bytes;
    private int size;

    /** Empty, with room for {@code capacity} bytes, at least 1, before it has to grow. */
    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes it holds. */
    public int size() {
        return size;
    }

    /** Appends one character. */
    public void append(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /** Appends all of {@code source}. */
    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    /** Appends the bytes of {@code source} from {@code start} to {@code end}, exclusive. */
    public void append(byte[] source, int start, int end) {
        int length = end - start;
        reserve(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    /** Appends what already stands here from {@code start} to {@code end}. */
    public void appendOwn(int start, int end) {
        reserve(end - start);
        append(bytes, start, end);
    }

    /** Drops what stands between {@code from} and {@code to}; what is behind moves up. */
    public void remove(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        size -= to - from;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            int doubled = bytes.length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : bytes.length * 2;
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }
}
