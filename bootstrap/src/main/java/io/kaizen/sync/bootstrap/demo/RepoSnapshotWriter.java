package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;
import java.util.List;

/** Chunks of repository snapshots: a few files and the imports between them, some kilobytes a row. */
final class RepoSnapshotWriter implements RowWriter {

    private static final List<String> LANGUAGES = List.of("java", "python", "rust", "typescript");
    private static final List<String> EDGE_KINDS = List.of("import", "call");
    private static final int CHUNKS = 3;

    @Override
    public void write(Fields row, int index) throws IOException {
        row.text("snapshot_id_hash", row.hash())
                .text("commit_hash", row.chance(5) ? null : row.hash())
                .number("indexed_at_ms", Fields.START_MS + index * 60_000L)
                .flag("dirty", row.chance(2))
                .number("chunk_index", index % CHUNKS)
                .number("chunk_total", CHUNKS)
                .startArray("file_facts");
        for (int i = 0; i < 6; i++) {
            writeFact(row);
        }
        row.endArray().startArray("edges");
        for (int i = 0; i < 4; i++) {
            row.startElement()
                    .text("from_hash", row.hash())
                    .text("to_hash", row.hash())
                    .text("kind", row.oneOf(EDGE_KINDS))
                    .number("weight", 1 + row.random().nextInt(9))
                    .endObject();
        }
        row.endArray();
    }

    private static void writeFact(Fields row) throws IOException {
        int lines = 1 + row.random().nextInt(3_000);
        row.startElement()
                .text("path_hash", row.hash())
                .text("language", row.oneOf(LANGUAGES))
                .number("bytes", lines * 31L)
                .number("loc", lines)
                .number("sloc", lines * 3L / 4)
                .number("complexity_total", row.random().nextInt(400))
                .number("max_fn_complexity", row.random().nextInt(30))
                .number("symbol_count", row.random().nextInt(120))
                .number("import_count", row.random().nextInt(40))
                .number("fan_in", row.random().nextInt(25))
                .number("fan_out", row.random().nextInt(25))
                .number("churn_30d", row.random().nextInt(10))
                .number("churn_90d", row.random().nextInt(30))
                .number("authors_90d", row.random().nextInt(8))
                .maybeNumber("last_changed_ms", Fields.START_MS - row.random().nextInt(1_000_000_000), 10)
                .endObject();
    }
}
