package io.kaizen.sync.domain.kind;

import java.util.Objects;

/**
 * The name of a queue within the outbox. Any text that a row carries is a kind; those that we know how to send are in
 * {@link Kinds}.
 */
public record BatchKind(String name) implements Comparable<BatchKind> {

    public static final BatchKind EVENTS = new BatchKind("events");
    public static final BatchKind TOOL_SPANS = new BatchKind("tool_spans");
    public static final BatchKind REPO_SNAPSHOTS = new BatchKind("repo_snapshots");
    public static final BatchKind WORKSPACE_FACTS = new BatchKind("workspace_facts");
    public static final BatchKind SESSION_EVALS = new BatchKind("session_evals");
    public static final BatchKind SESSION_FEEDBACK = new BatchKind("session_feedback");

    public BatchKind {
        Objects.requireNonNull(name, "kind");
    }

    @Override
    public int compareTo(BatchKind other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
