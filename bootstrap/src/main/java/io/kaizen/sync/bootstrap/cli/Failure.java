package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.store.OutboxFullException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.config.ConfigException;
import java.util.Objects;

/**
 * Why a command ended before it had a result.
 *
 * @param reason stable name that other programs rely on
 * @param message one sentence for people, free of secrets
 */
record Failure(ExitCode exitCode, String reason, String message) {

    /** Java loads classes when they are first needed, from a file that may be another one by then. */
    static final String REPLACED =
            "a part of the program can no longer be loaded: its files were probably replaced or removed"
                    + " while it ran; start it again";

    Failure {
        Objects.requireNonNull(exitCode, "exitCode");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, "usage", message);
    }

    /** Says what {@code thrown} means to the user. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof CommandException refused) {
            return new Failure(refused.exitCode(), reasonOf(refused.exitCode()), String.valueOf(refused.getMessage()));
        }
        if (thrown instanceof ConfigException wrong) {
            return new Failure(ExitCode.CONFIG, "config", String.valueOf(wrong.getMessage()));
        }
        if (thrown instanceof OutboxStoreException broken) {
            ExitCode code = broken.isBusy() ? ExitCode.TRY_LATER : ExitCode.STORE;
            return new Failure(code, "store", String.valueOf(broken.getMessage()));
        }
        if (thrown instanceof OutboxFullException full) {
            return new Failure(ExitCode.TRY_LATER, "store", String.valueOf(full.getMessage()));
        }
        return new Failure(
                ExitCode.INTERNAL, "internal", thrown instanceof LinkageError ? REPLACED : unexpected(thrown));
    }

    private static String reasonOf(ExitCode code) {
        return switch (code) {
            case USAGE -> "usage";
            case CONFIG -> "config";
            case STORE -> "store";
            case DONE, INTERNAL, TRY_LATER, ACT, PUT_ASIDE, NO_READER -> "internal";
        };
    }

    /** Without the exception's own message: nobody has vouched for what is in it. {@code -v} shows the whole trace. */
    private static String unexpected(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        String where = trace.length == 0 ? "an unknown place" : trace[0].toString();
        return "unexpected " + thrown.getClass().getSimpleName() + " in " + where
                + "; this is a fault of ours: please open an issue, with the output of the same command with -v";
    }
}
