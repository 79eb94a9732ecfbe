package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.in.ReplayRows.Report;
import io.kaizen.sync.application.port.in.ReplayRows.Share;
import io.kaizen.sync.application.port.in.ReplayRows.Unfit;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to show what a replay came to.
 *
 * @param skipped exporters that were meant to get rows and cannot run
 */
record PushView(Report report, boolean dryRun, List<Skipped> skipped) {

    PushView {
        Objects.requireNonNull(report, "report");
        skipped = List.copyOf(skipped);
    }

    /** 5 before 4 before 7, as for a flush. */
    ExitCode exitCode() {
        if (!skipped.isEmpty()) {
            return ExitCode.ACT;
        }
        List<ExportFailure> failures = report.exporters().stream()
                .flatMap(share -> share.lastFailure().stream())
                .toList();
        if (!failures.isEmpty()) {
            return ExporterTrouble.exitCode(failures);
        }
        if (report.unfinished().isPresent()) {
            return ExitCode.TRY_LATER;
        }
        return report.unfit() > 0 ? ExitCode.PUT_ASIDE : ExitCode.DONE;
    }

    /** All of the report. */
    Object json() {
        Map<String, @Nullable Object> byKind = Json.object();
        report.rows().forEach((kind, rows) -> byKind.put(kind.name(), rows));
        Map<String, @Nullable Object> object = Json.object();
        object.put("dry_run", dryRun);
        object.put("rows", rows());
        object.put("batches", report.batches());
        object.put("by_kind", byKind);
        object.put("exporters", report.exporters().stream().map(PushView::json).toList());
        object.put("skipped", skipped.stream().map(PushView::json).toList());
        object.put("unfit", report.unfit());
        object.put(
                "unfit_examples", report.examples().stream().map(PushView::json).toList());
        object.put("unfinished_after_id", report.unfinished().map(RowId::value).orElse(null));
        return object;
    }

    /** What went out, a line per exporter, and what is wrong. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add((dryRun ? "would hand out " : "handed out ") + Counted.of(rows(), "row") + " in "
                + Counted.of(report.batches(), "batch") + kinds());
        report.exporters().forEach(share -> lines.add(TextGuard.oneLine(line(share))));
        skipped.forEach(missing -> lines.add(missing.type() + ": " + ExporterTrouble.describe(missing)));
        if (report.unfit() > 0) {
            lines.add("left out " + Counted.of(report.unfit(), "row") + " that can never be sent:");
            report.examples().forEach(unfit -> lines.add("  " + TextGuard.oneLine(line(unfit))));
        }
        if (report.unfit() > report.examples().size()) {
            lines.add("  ...");
        }
        report.unfinished()
                .ifPresent(row -> lines.add("ended early; the same command with --since-id " + row + " goes on"));
        return lines;
    }

    private long rows() {
        return report.rows().values().stream().mapToLong(Long::longValue).sum();
    }

    private String kinds() {
        List<String> parts = new ArrayList<>();
        report.rows().forEach((kind, rows) -> parts.add(rows + " " + kind.name()));
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    private String line(Share share) {
        String taken = share.exporter() + (dryRun ? " would get " : " took ") + Counted.of(share.rows(), "row") + " in "
                + Counted.of(share.batches(), "batch");
        if (share.lastFailure().isEmpty()) {
            return taken;
        }
        String from =
                share.firstMissed().map(row -> ", from row " + row + " on").orElse("");
        String end = share.givenUp() ? "; given up after " : "; ";
        return taken + ", missed " + Counted.of(share.missedRows(), "row") + from + end
                + Counted.of(share.failures(), "failure") + ", the last: "
                + ExporterTrouble.describe(share.lastFailure().get());
    }

    private static String line(Unfit unfit) {
        return "row " + unfit.row() + " (" + unfit.kind() + "): " + unfit.reason();
    }

    private static Object json(Share share) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("name", share.exporter());
        object.put("rows", share.rows());
        object.put("batches", share.batches());
        object.put("failures", share.failures());
        object.put("missed_rows", share.missedRows());
        object.put("first_missed_id", share.firstMissed().map(RowId::value).orElse(null));
        object.put("reason", share.lastFailure().map(ExporterTrouble::describe).orElse(null));
        object.put("given_up", share.givenUp());
        return object;
    }

    private static Object json(Skipped missing) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("name", missing.type());
        object.put("reason", ExporterTrouble.describe(missing));
        return object;
    }

    private static Object json(Unfit unfit) {
        Map<String, @Nullable Object> object = Json.object();
        object.put("id", unfit.row().value());
        object.put("kind", unfit.kind().name());
        object.put("reason", TextGuard.oneLine(unfit.reason()));
        return object;
    }
}
