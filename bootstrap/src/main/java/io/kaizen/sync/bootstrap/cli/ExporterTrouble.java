package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.adapter.telemetry.http.ExporterHttpException;
import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.console.TextGuard;
import java.io.InterruptedIOException;
import java.util.Collection;

/** What a failure of an exporter asks for: patience, or a person. */
final class ExporterTrouble {

    private ExporterTrouble() {}

    /** The exit code for several failures: 5 before 4; 0 where there is none. */
    static ExitCode exitCode(Collection<ExportFailure> failures) {
        if (failures.isEmpty()) {
            return ExitCode.DONE;
        }
        return failures.stream().anyMatch(ExporterTrouble::isLasting) ? ExitCode.ACT : ExitCode.TRY_LATER;
    }

    /** Whether trying again later will not help by itself. */
    static boolean isLasting(ExportFailure failure) {
        return failure.thrown().filter(thrown -> !isPassing(thrown)).isPresent();
    }

    /** The reason on one line. */
    static String describe(ExportFailure failure) {
        return TextGuard.oneLine(failure.reason());
    }

    /** Why an exporter does not run, on one line. */
    static String describe(Skipped missing) {
        return TextGuard.oneLine("skipped, " + missing.reason() + " (" + missing.table() + ")");
    }

    /** What to say where there is nothing to export to. */
    static CommandException noneConfigured(TelemetryConfig telemetry) {
        int disabled = telemetry.disabled();
        if (disabled == 0) {
            return new CommandException(
                    ExitCode.CONFIG, "no exporter is configured; 'kaizen-sync telemetry configure' adds one");
        }
        return new CommandException(
                ExitCode.CONFIG,
                Counted.of(disabled, "exporter") + (disabled == 1 ? " is" : " are")
                        + " configured, and disabled; 'enabled = true' in its table makes one run");
    }

    /** An answer, or none, tells; of what has nothing to do with a server only an interruption passes by itself. */
    private static boolean isPassing(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExporterHttpException http) {
                return isPassing(http.statusCode());
            }
            if (cause instanceof InterruptedException || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }

    /** As the contract has it for the ingest server; 0 is no answer at all. */
    private static boolean isPassing(int status) {
        return switch (status) {
            case 0, 408, 421, 425, 429 -> true;
            default -> status >= 500;
        };
    }
}
