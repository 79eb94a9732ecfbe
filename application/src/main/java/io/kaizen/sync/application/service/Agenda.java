package io.kaizen.sync.application.service;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.RowId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whose turn it is: the kind whose oldest row is the oldest of all. For one thread.
 */
final class Agenda {

    private final Map<BatchKind, RowId> heads = new TreeMap<>();

    /** Notes the oldest row of {@code kind}, or that it has none. */
    void update(BatchKind kind, Optional<RowId> head) {
        head.ifPresentOrElse(row -> heads.put(kind, row), () -> heads.remove(kind));
    }

    /** The kind that is next among those that may go on. */
    Optional<BatchKind> next(Predicate<BatchKind> allowed) {
        return heads.entrySet().stream()
                .filter(entry -> allowed.test(entry.getKey()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
