package io.kaizen.sync.bootstrap.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Made-up rows of all six kinds that look like those of real agents: an event is about 550 bytes. The same seed gives the same
 * rows, no two rows of one seed and kind are the same to a server, and each is valid as it stands. This class is thread-safe.
 */
public final class DemoRows {

    /** Events of one session. */
    private static final int SESSION_LENGTH = 40;

    private static final JsonFactory JSON = new JsonFactory();

    private static final Map<BatchKind, RowWriter> WRITERS = Map.of(
            BatchKind.EVENTS, new EventWriter(SESSION_LENGTH),
            BatchKind.TOOL_SPANS, new ToolSpanWriter(),
            BatchKind.REPO_SNAPSHOTS, new RepoSnapshotWriter(),
            BatchKind.WORKSPACE_FACTS, new WorkspaceFactWriter(),
            BatchKind.SESSION_EVALS, new SessionEvalWriter(),
            BatchKind.SESSION_FEEDBACK, new SessionFeedbackWriter());

    private final long seed;

    /** Rows that depend on {@code seed} alone. */
    public DemoRows(long seed) {
        this.seed = seed;
    }

    /**
     * The first {@code count} rows of a kind, made one at a time.
     *
     * @throws IllegalArgumentException if {@code kind} is none that we know
     */
    public Stream<byte[]> of(BatchKind kind, int count) {
        return IntStream.range(0, count).mapToObj(index -> row(kind, index));
    }

    /**
     * One row as JSON.
     *
     * @param index 0-based; the row does not depend on those before it
     * @throws IllegalArgumentException if {@code kind} is none that we know
     */
    public byte[] row(BatchKind kind, int index) {
        RowWriter writer = WRITERS.get(kind);
        if (writer == null) {
            throw new IllegalArgumentException("no rows of kind " + kind);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writer.write(new Fields(json, seed, kind, index), index);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory takes any bytes", impossible);
        }
        return bytes.toByteArray();
    }
}
