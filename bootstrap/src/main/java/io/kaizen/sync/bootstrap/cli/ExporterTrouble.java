package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.in.ExportFailure;
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

    private static boolean isPassing(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof InterruptedIOException;
    }
}
