package io.kaizen.sync.application.port.out.store;

/**
 * What a {@link Settlement} came to.
 *
 * @param rows how many of its rows were pending, and are now as it says; the others were gone, and were left alone
 * @param sentByOthers how many of those that were gone another program had marked as sent since the claim; the rest were replaced or
 *     deleted by their owner
 */
public record Settled(int rows, int sentByOthers) {

    /** Where only this program marks rows as sent. */
    public Settled(int rows) {
        this(rows, 0);
    }
}
