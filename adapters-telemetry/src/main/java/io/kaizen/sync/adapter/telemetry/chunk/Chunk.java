package io.kaizen.sync.adapter.telemetry.chunk;

import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Rows that travel in one request, as elements of an array of JSON. Immutable. */
public final class Chunk implements Divisible<Chunk> {

    private final BodyForm form;
    private final List<RenderedRow> rows;

    private Chunk(BodyForm form, List<RenderedRow> rows) {
        this.form = form;
        this.rows = List.copyOf(rows);
    }

    /**
     * Packs {@code rows} in order, each chunk as full as {@code form} allows. A row that alone is longer than a body may be still
     * gets a chunk, of its own.
     */
    public static List<Chunk> pack(List<RenderedRow> rows, BodyForm form) {
        List<Chunk> chunks = new ArrayList<>();
        List<RenderedRow> open = new ArrayList<>();
        long bytes = frame(form);
        for (RenderedRow row : rows) {
            long more = row.json().length + (open.isEmpty() ? 0L : 1L);
            if (!open.isEmpty() && (open.size() == form.maxRows() || bytes + more > form.maxBytes())) {
                chunks.add(new Chunk(form, open));
                open.clear();
                bytes = frame(form);
                more = row.json().length;
            }
            open.add(row);
            bytes += more;
        }
        if (!open.isEmpty()) {
            chunks.add(new Chunk(form, open));
        }
        return chunks;
    }

    private static long frame(BodyForm form) {
        return (long) form.head().length + form.tail().length;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public List<RowId> rowIds() {
        return rows.stream().map(RenderedRow::id).toList();
    }

    /** The body before compression. */
    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(form.head());
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(rows.get(i).json());
        }
        body.writeBytes(form.tail());
        return body.toByteArray();
    }

    @Override
    public List<Chunk> halves() {
        int middle = rows.size() / 2;
        return List.of(new Chunk(form, rows.subList(0, middle)), new Chunk(form, rows.subList(middle, rows.size())));
    }

    @Override
    public String toString() {
        return "Chunk[rows=" + rows.size() + ", first=" + rows.get(0).id() + "]";
    }
}
