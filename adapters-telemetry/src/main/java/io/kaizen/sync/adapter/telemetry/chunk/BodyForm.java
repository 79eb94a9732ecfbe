package io.kaizen.sync.adapter.telemetry.chunk;

import java.util.Objects;

/**
 * What a request's body looks like, and how large it may be.
 *
 * @param head what stands before the rows, the array's opening bracket included
 * @param tail what stands behind them
 * @param maxRows most rows of a body, at least 1
 * @param maxBytes longest body before compression, head, commas and tail included
 */
@SuppressWarnings("ArrayRecordComponent") // made once per exporter, and written to by nobody
public record BodyForm(byte[] head, byte[] tail, int maxRows, int maxBytes) {

    /** @throws IllegalArgumentException if {@code maxRows} is less than 1 */
    public BodyForm {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(tail, "tail");
        if (maxRows < 1) {
            throw new IllegalArgumentException("a body must be allowed a row, not " + maxRows);
        }
    }

    /** Without the content: the head may hold a key. */
    @Override
    public String toString() {
        return "BodyForm[maxRows=" + maxRows + ", maxBytes=" + maxBytes + "]";
    }
}
