package io.kaizen.sync.adapter.http;

import java.util.Arrays;

/** Bytes that grow at the end, and whose parts may be copied behind it. For one thread. */
final class ByteBuilder {

    private byte[] bytes;
    private int size;

    ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void append(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void append(byte[] source) {
        append(source, 0, source.length);
    }

    void append(byte[] source, int start, int end) {
        int length = end - start;
        reserve(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    /** Appends what already stands here from {@code start} to {@code end}. */
    void appendOwn(int start, int end) {
        reserve(end - start);
        append(bytes, start, end);
    }

    /** Drops what stands between {@code from} and {@code to}; what is behind moves up. */
    void remove(int from, int to) {
        System.arraycopy(bytes, to, bytes, from, size - to);
        size -= to - from;
    }

    byte[] toByteArray() {
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
