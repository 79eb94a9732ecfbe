package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Writes the wire format of protocol buffers, as far as OTLP needs it (protobuf.dev, "Encoding"). Fields are written as given,
 * zeroes too: who wants a default value left out does not write it. Not thread-safe.
 */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int MORE = 0x80;
    private static final int LOW_BITS = 0x7f;
    private static final int BITS_PER_BYTE_OF_VARINT = 7;

    private byte[] buffer = new byte[256];
    private int size;

    /** How many bytes {@code value}, taken as unsigned, is long as a varint. */
    static int sizeOfVarint(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / BITS_PER_BYTE_OF_VARINT);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /** A field of type {@code uint64}, {@code int64}, {@code uint32}, {@code bool} or an enum. */
    void varint(int field, long value) {
        tag(field, VARINT);
        appendVarint(value);
    }

    /** A field of type {@code fixed64}; also of {@code double}, given its bits. */
    void fixed64(int field, long bits) {
        tag(field, FIXED64);
        reserve(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            buffer[size++] = (byte) (bits >>> (Byte.SIZE * i));
        }
    }

    /** A field of type {@code string}; half a character, which UTF-8 cannot hold, becomes {@code ?}. */
    void string(int field, String text) {
        bytes(field, text.getBytes(UTF_8));
    }

    /** A field of type {@code bytes}, or of a message that is encoded already. */
    void bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        appendVarint(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
    }

    /** A field that is a message, with the fields that {@code content} writes. */
    void message(int field, Consumer<ProtoWriter> content) {
        tag(field, LENGTH_DELIMITED);
        int start = size;
        content.accept(this);
        insertLength(start);
    }

    /** The length stands in front of the content and is known behind it: the content moves by the few bytes that it takes. */
    private void insertLength(int start) {
        int length = size - start;
        int room = sizeOfVarint(length);
        reserve(room);
        System.arraycopy(buffer, start, buffer, start + room, length);
        size = start;
        appendVarint(length);
        size += length;
    }

    private void tag(int field, int wireType) {
        appendVarint(((long) field << 3) | wireType);
    }

    private void appendVarint(long value) {
        reserve(sizeOfVarint(value));
        long rest = value;
        while ((rest & ~LOW_BITS) != 0) {
            buffer[size++] = (byte) ((rest & LOW_BITS) | MORE);
            rest >>>= BITS_PER_BYTE_OF_VARINT;
        }
        buffer[size++] = (byte) rest;
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > buffer.length) {
            buffer =
                    Arrays.copyOf(buffer, (int) Math.max(needed, Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8L)));
        }
    }
}
