package io.kaizen.sync.domain.batch;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind that travel in one request, and the exact body that carries them. Never empty; rows are in id order.
 * Immutable.
 */
public final class Batch {

    private static final byte COMMA = ',';

    private final KindSpec spec;
    private final BatchEnvelope envelope;
    private final List<EncodedRow> rows;
    private final List<RowId> rowIds;
    private final BodyFrame frame;
    private final long bodyBytes;
    /** Null until somebody asks for it. */
    private volatile @Nullable BodyDigest digest;

    /**
     * Makes a batch of {@code rows}.
     *
     * @throws IllegalArgumentException if {@code rows} is empty or its ids do not ascend
     */
    public Batch(KindSpec spec, BatchEnvelope envelope, List<EncodedRow> rows) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.envelope = Objects.requireNonNull(envelope, "envelope");
        this.rows = List.copyOf(rows);
        this.frame = BodyFrame.of(spec, envelope);
        requireAscending(this.rows);
        this.rowIds = idsOf(this.rows);
        this.bodyBytes = lengthOf(frame, this.rows);
    }

    private static void requireAscending(List<EncodedRow> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one row");
        }
        for (int i = 1; i < rows.size(); i++) {
            if (!rows.get(i).id().isAfter(rows.get(i - 1).id())) {
                throw new IllegalArgumentException("row " + rows.get(i).id() + " stands behind row "
                        + rows.get(i - 1).id());
            }
        }
    }

    private static List<RowId> idsOf(List<EncodedRow> rows) {
        RowId[] ids = new RowId[rows.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = rows.get(i).id();
        }
        return List.of(ids);
    }

    private static long lengthOf(BodyFrame frame, List<EncodedRow> rows) {
        long bytes = frame.bytes() + rows.size() - 1L;
        for (EncodedRow row : rows) {
            bytes += row.json().length;
        }
        return bytes;
    }

    /** How its rows travel. */
    public KindSpec spec() {
        return spec;
    }

    /** What its rows are. */
    public BatchKind kind() {
        return spec.kind();
    }

    /** What its body says once for all rows. */
    public BatchEnvelope envelope() {
        return envelope;
    }

    /** Its rows in id order, at least one. */
    public List<EncodedRow> rows() {
        return rows;
    }

    /** Number of rows, at least 1. */
    public int size() {
        return rows.size();
    }

    /** The ids of its rows, ascending. */
    public List<RowId> rowIds() {
        return rowIds;
    }

    /** The same batch with some of its rows. */
    public Batch withRows(List<EncodedRow> some) {
        return new Batch(spec, envelope, some);
    }

    /** Length of the body before compression, to the byte. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** Writes the body, {@link #bodyBytes} long: envelope first, the rows last, no white space. */
    public void writeBodyTo(OutputStream out) throws IOException {
        out.write(frame.head());
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.write(COMMA);
            }
            out.write(rows.get(i).json());
        }
        out.write(frame.tail());
    }

    /** Digest of the body; reads all of it the first time. */
    public BodyDigest digest() {
        BodyDigest known = digest;
        if (known == null) {
            known = BodyDigest.of(this);
            digest = known;
        }
        return known;
    }

    /** Without the content, which has no business in logs. */
    @Override
    public String toString() {
        return "Batch[kind=" + kind() + ", rows=" + rows.size() + ", first="
                + rows.get(0).id() + ", bytes=" + bodyBytes() + "]";
    }
}
