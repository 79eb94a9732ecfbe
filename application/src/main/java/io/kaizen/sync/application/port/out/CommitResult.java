package io.kaizen.sync.application.port.out;

/**
 * What a commit found.
 *
 * @param sent rows that were pending and are sent now
 * @param gone rows of the claim that were no longer pending; left alone
 */
public record CommitResult(int sent, int gone) {}
