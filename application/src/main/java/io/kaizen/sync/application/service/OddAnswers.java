package io.kaizen.sync.application.service;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which oddities of the server's answers have been told. A server that counts 1 for every batch would fill the log. Lives as long as
 * its flush service. Thread-safe.
 */
final class OddAnswers {

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Whether {@code oddity} has not been asked for before. */
    boolean isFirst(String oddity) {
        return told.add(oddity);
    }
}
