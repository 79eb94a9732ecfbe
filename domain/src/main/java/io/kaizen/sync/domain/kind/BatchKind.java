package io.kaizen.sync.domain.kind;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a queue within the outbox. Any text that a row carries is a kind; those that an engine knows how to send are in its
 * {@link KindRegistry}.
 */
public record BatchKind(String name) implements Comparable<BatchKind> {

    /** What an agent did, said and cost. */
    public static final BatchKind EVENTS = new BatchKind("events");

    /** Calls of tools, from their start to their end. */
    public static final BatchKind TOOL_SPANS = new BatchKind("tool_spans");

    /** Figures on the files of a repository, in chunks. */
    public static final BatchKind REPO_SNAPSHOTS = new BatchKind("repo_snapshots");

    /** Skills and rules that a workspace has. */
    public static final BatchKind WORKSPACE_FACTS = new BatchKind("workspace_facts");

    /** Scores that a judging model gave to sessions. */
    public static final BatchKind SESSION_EVALS = new BatchKind("session_evals");

    /** Scores and notes that people gave to sessions. The ingest server has no route for it. */
    public static final BatchKind SESSION_FEEDBACK = new BatchKind("session_feedback");

    public BatchKind {
        Objects.requireNonNull(name, "kind");
    }

    @Override
    public int compareTo(BatchKind other) {
        return name.compareTo(other.name);
    }

    /** As records have it; written out, since each process uses it, and Java takes 15 ms to make the first of those at run time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BatchKind kind && name.equals(kind.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
