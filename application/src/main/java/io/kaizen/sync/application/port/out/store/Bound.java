package io.kaizen.sync.application.port.out.store;

/**
 * Marks what a flush means to send: the rows that were pending when {@link OutboxStore#bound} returned. Opaque: only the store that made it
 * can tell what it means. Rows that are enqueued later lie beyond it, whatever their ids.
 */
public interface Bound {}
