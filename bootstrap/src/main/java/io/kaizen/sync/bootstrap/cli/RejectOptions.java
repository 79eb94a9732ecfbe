package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.server.Rejection;
import picocli.CommandLine.Option;

/** Options that say which rows an ingest server refuses; only together, and any number of times. Filled in by picocli. */
final class RejectOptions {

    @Option(
            names = "--reject-containing",
            required = true,
            paramLabel = "TEXT",
            description = "Refuse a batch with a row whose JSON contains TEXT, and name the row; repeatable.")
    private String text = "";

    @Option(
            names = "--reject-status",
            paramLabel = "S",
            description = "Status of such a refusal, 400 to 499 (default: 400).")
    private int status = 400;

    @Option(names = "--no-hint", description = "Do not name the row in such a refusal.")
    private boolean silent;

    /** @throws IllegalArgumentException if they make no sense */
    Rejection toRejection() {
        return new Rejection(text, status, !silent);
    }
}
