package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.Table;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two ways to show what a demo came to. */
public record DemoView(DemoResult result) {

    private static final String NOT_POSTED = "-";

    public DemoView {
        Objects.requireNonNull(result, "result");
    }

    /** For people: a table, and the verdict. */
    public List<String> text() {
        Table table =
                new Table("kind", "rows", "batches", "splits", "retries", "waits", "replays", "stored at the server");
        DemoTally.Counts all = DemoTally.Counts.NONE;
        long stored = 0;
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            DemoTally.Counts counts = countsOf(spec);
            long storedOfKind = result.server().of(spec.kind()).stored();
            addRow(table, spec.kind().name(), counts, spec.isPosted() ? storedOfKind : NOT_POSTED);
            all = all.plus(counts);
            stored += storedOfKind;
        }
        addRow(table, "all", all, stored);
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add(
                "session_feedback has no route at the server: it goes to exporters, and counts as sent without a POST");
        lines.addAll(verdict());
        return lines;
    }

    /** For programs. */
    public Object json() {
        Map<String, @Nullable Object> kinds = Json.object();
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            kinds.put(spec.kind().name(), kindOf(spec));
        }
        Map<String, @Nullable Object> object = Json.object();
        object.put("complete", result.faults().isEmpty());
        object.put("faults", result.faults());
        object.put("elapsed_ms", result.elapsed().toMillis());
        object.put("by_kind", kinds);
        return object;
    }

    private List<String> verdict() {
        List<String> faults = result.faults();
        if (faults.isEmpty()) {
            double seconds = result.elapsed().toMillis() / 1000.0;
            return List.of(String.format(Locale.ROOT, "nothing is missing or doubled; the flush took %.1f s", seconds));
        }
        List<String> lines = new ArrayList<>();
        lines.add("this is not as it must be:");
        faults.forEach(fault -> lines.add("- " + fault));
        return lines;
    }

    private Map<String, @Nullable Object> kindOf(KindSpec spec) {
        DemoTally.Counts counts = countsOf(spec);
        Map<String, @Nullable Object> object = Json.object();
        object.put("enqueued", result.enqueuedOf(spec.kind()));
        object.put("rows", counts.rows());
        object.put("batches", counts.batches());
        object.put("splits", counts.splits());
        object.put("retries", counts.retries());
        object.put("waits", counts.waits());
        object.put("replays", counts.replays());
        object.put("stored", spec.isPosted() ? result.server().of(spec.kind()).stored() : null);
        return object;
    }

    private DemoTally.Counts countsOf(KindSpec spec) {
        return result.flush().getOrDefault(spec.kind(), DemoTally.Counts.NONE);
    }

    private static void addRow(Table table, String name, DemoTally.Counts counts, Object stored) {
        table.add(
                name,
                counts.rows(),
                counts.batches(),
                counts.splits(),
                counts.retries(),
                counts.waits(),
                counts.replays(),
                stored);
    }
}
