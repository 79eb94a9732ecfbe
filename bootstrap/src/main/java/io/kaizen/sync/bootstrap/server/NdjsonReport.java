package io.kaizen.sync.bootstrap.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A report for programs: one JSON object per line, told apart by {@code type}. This class is thread-safe. */
public final class NdjsonReport implements IngestReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;

    /** Prints to {@code out}, which it flushes after each line and never closes. */
    public NdjsonReport(PrintWriter out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    @Override
    public void ready(URI url) {
        Map<String, Object> line = lineOf("ready");
        line.put("url", url.toString());
        print(line);
    }

    @Override
    public void stored(StoredBatch batch) {
        Map<String, Object> line = lineOf("stored");
        line.put("kind", batch.kind().name());
        line.put("rows", batch.rows());
        line.put("new", batch.added());
        line.put("deduped", batch.deduped());
        line.put("key_ending", batch.keyEnding());
        line.put("total", batch.total());
        print(line);
    }

    @Override
    public void summary(LedgerSnapshot snapshot) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        snapshot.kinds().forEach(tally -> kinds.put(tally.kind().name(), fieldsOf(tally)));
        Map<String, Object> line = lineOf("summary");
        line.put("kinds", kinds);
        line.put("answers", snapshot.answers());
        line.put("replays", snapshot.replays());
        line.put("key_misuses", snapshot.keyMisuses());
        line.put("dropped", snapshot.dropped());
        line.put("discarded_bytes", snapshot.discardedBytes());
        print(line);
    }

    private static Map<String, Object> fieldsOf(KindTally tally) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("batches", tally.batches());
        fields.put("stored", tally.stored());
        fields.put("distinct", tally.distinct());
        fields.put("doubled", tally.doubled());
        fields.put("deduped", tally.deduped());
        return fields;
    }

    private static Map<String, Object> lineOf(String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", type);
        return line;
    }

    private void print(Map<String, Object> line) {
        try {
            String text = JSON.writeValueAsString(line);
            synchronized (this) {
                out.println(text);
                out.flush();
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", broken);
        }
    }
}
