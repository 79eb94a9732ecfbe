package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.domain.report.ExporterTally;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two ways to show what a flush did. */
record ReportView(FlushReport report) {

    ReportView {
        Objects.requireNonNull(report, "report");
    }

    /** The object of the contract, and what each exporter did where there are any. */
    Object json() {
        Map<String, @Nullable Object> object = Json.object();
        object.put("batches", report.batches());
        object.put("rows", report.rows());
        object.put("dead_lettered", report.deadLettered());
        object.put("pending", report.pending().rows());
        object.put("pending_exact", report.pending().isExact());
        object.put("stopped", report.gravest().map(ReportView::gravest).orElse(null));
        object.put("stops", report.stops().stream().map(ReportView::withKind).toList());
        if (!report.exporters().isEmpty()) {
            object.put(
                    "exporters",
                    report.exporters().stream().map(ReportView::json).toList());
        }
        return object;
    }

    /** For people: what was sent, then a line for each thing that stood in the way. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add("sent " + Counted.of(report.rows(), "row") + " in " + Counted.of(report.batches(), "batch") + ", "
                + report.pending() + " pending");
        if (report.deadLettered() > 0) {
            lines.add("put aside " + Counted.of(report.deadLettered(), "row")
                    + " that can never be sent; 'kaizen-sync dead-letters list' shows what is put aside");
        }
        report.exporters().stream().map(ReportView::text).forEach(lines::add);
        report.stops().forEach(stop -> lines.add("stopped: " + describe(stop)));
        return lines;
    }

    private static String text(ExporterTally exporter) {
        String failures = exporter.failures() == 0 ? "" : ", " + Counted.of(exporter.failures(), "failure");
        return "exporter " + exporter.exporter() + ": took " + Counted.of(exporter.rows(), "row") + " in "
                + Counted.of(exporter.batches(), "batch") + failures;
    }

    private static Object json(ExporterTally exporter) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("name", exporter.exporter());
        object.put("batches", exporter.batches());
        object.put("rows", exporter.rows());
        object.put("failures", exporter.failures());
        object.put("time_ms", exporter.time().toMillis());
        return object;
    }

    /** A stop on one line: where, what, the other party's own words, and what to do. */
    static String describe(Stop stop) {
        String where = stop.kind().map(kind -> kind + ": ").orElse("");
        String words = stop.detail().isEmpty() ? "" : " (" + stop.detail() + ")";
        String advice = Advice.on(stop.reason()).map(text -> "; " + text).orElse("");
        return TextGuard.oneLine(where + stop.message() + words + advice);
    }

    private static @Nullable Object gravest(Stop stop) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("reason", stop.reason().code());
        object.put("message", stop.message());
        return object;
    }

    private static Object withKind(Stop stop) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("reason", stop.reason().code());
        object.put("message", stop.message());
        object.put("kind", stop.kind().map(kind -> kind.name()).orElse(null));
        if (!stop.detail().isEmpty()) {
            object.put("detail", TextGuard.oneLine(stop.detail()));
        }
        return object;
    }
}
