package io.kaizen.sync.adapter.http.row.internal.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict check of UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF). The JSON parser is more lenient in
 * text that it skips, but a server refuses a whole body for one such byte.
 */
public final class Utf8 {

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NON_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Whether all of {@code bytes} is well-formed UTF-8. */
    public static boolean isValid(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (i <= bytes.length - Long.BYTES && ((long) EIGHT_BYTES.get(bytes, i) & NON_ASCII) == 0) {
                i += Long.BYTES;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = sequenceLength(bytes, i);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        return true;
    }

    /** Length of the sequence that begins at {@code start} with a byte that is not ASCII; 0 if it is not valid. */
    private static int sequenceLength(byte[] bytes, int start) {
        int lead = bytes[start] & 0xFF;
        int second = at(bytes, start + 1);
        if (lead >= 0xC2 && lead <= 0xDF) {
            return isTail(second) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            boolean overlong = lead == 0xE0 && second < 0xA0;
            boolean surrogate = lead == 0xED && second > 0x9F;
            return isTail(second) && !overlong && !surrogate && isTail(at(bytes, start + 2)) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            boolean overlong = lead == 0xF0 && second < 0x90;
            boolean tooLarge = lead == 0xF4 && second > 0x8F;
            boolean tails = isTail(second) && isTail(at(bytes, start + 2)) && isTail(at(bytes, start + 3));
            return tails && !overlong && !tooLarge ? 4 : 0;
        }
        return 0;
    }

    /** The byte at {@code index}, or 0, which continues nothing, behind the end. */
    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xFF : 0;
    }

    private static boolean isTail(int b) {
        return (b & 0xC0) == 0x80;
    }
}
