package io.kaizen.sync.application.port.out.admin;

/**
 * What a step of purging did.
 *
 * @param removed rows
 * @param isDone whether nothing is left to do
 */
public record PurgeResult(long removed, boolean isDone) {}
