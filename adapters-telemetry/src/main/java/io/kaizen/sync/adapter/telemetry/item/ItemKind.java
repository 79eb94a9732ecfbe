package io.kaizen.sync.adapter.telemetry.item;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of canonical items. The two kinds of sessions' judgements have none. */
public enum ItemKind {
    /** An event. */
    EVENT(BatchKind.EVENTS, "event", "event"),
    /** A call of a tool. */
    TOOL_SPAN(BatchKind.TOOL_SPANS, "tool_span", "span"),
    /** A part of a snapshot of a repository. */
    REPO_SNAPSHOT_CHUNK(BatchKind.REPO_SNAPSHOTS, "repo_snapshot_chunk", "chunk"),
    /** What a workspace has. */
    WORKSPACE_FACT_SNAPSHOT(BatchKind.WORKSPACE_FACTS, "workspace_fact_snapshot", "payload");

    @SuppressWarnings("ImmutableEnumChecker") // a record of a string
    private final BatchKind batchKind;

    private final String text;
    private final String field;

    ItemKind(BatchKind batchKind, String text, String field) {
        this.batchKind = batchKind;
        this.text = text;
        this.field = field;
    }

    /** What the rows of {@code kind} become; empty where they become nothing. */
    public static Optional<ItemKind> of(BatchKind kind) {
        return Stream.of(values()).filter(item -> item.batchKind.equals(kind)).findFirst();
    }

    /** The outbox's kind that these items are made of. */
    public BatchKind batchKind() {
        return batchKind;
    }

    /** The kind's name in an item, and behind {@code kaizen.} elsewhere. */
    public String text() {
        return text;
    }

    /** The kind's name among the names of other programs: {@code kaizen.event}. */
    public String qualifiedText() {
        return "kaizen." + text;
    }

    /** Name of the field that holds the row. */
    public String field() {
        return field;
    }
}
