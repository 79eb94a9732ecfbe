package io.kaizen.sync.application.port.out.store;

/**
 * What a commit found.
 *
 * @param sent rows that were pending and are sent now
 * @param gone rows of the claim that were no longer pending; left alone
 * @param sentByOthers how many of those that were gone another program had marked as sent since the claim; the rest were replaced or
 *     deleted by their owner
 */
public record CommitResult(int sent, int gone, int sentByOthers) {

    /** Where nobody but us marks rows as sent. */
    public CommitResult(int sent, int gone) {
        this(sent, gone, 0);
    }
}
