package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.telemetry.BatchLine;
import io.kaizen.sync.bootstrap.telemetry.Tail;
import io.kaizen.sync.bootstrap.wiring.NdjsonFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telemetry tail}: the end of what the {@code file} exporters write, and what is added to it. */
@Command(
        name = "tail",
        description = "Shows the last batches that the exporters of type file have written, and those that come,"
                + " until SIGTERM or SIGINT.")
final class TelemetryTailCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "-n", paramLabel = "N", description = "How many lines to begin with (default: 10).")
    private long count = 10;

    @Option(names = "--no-follow", description = "Ends after those.")
    private boolean noFollow;

    TelemetryTailCommand(Session session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        if (count < 0) {
            throw CommandException.usage("-n takes a number of lines, 0 or more, not " + count);
        }
        Tail tail = new Tail(files(), this::print);
        session.console().line().settle();
        try {
            if (noFollow) {
                tail.show(count).forEach(missing -> session.say("there is no " + missing + " yet"));
            } else {
                follow(tail);
            }
        } catch (IOException unreadable) {
            throw new CommandException(ExitCode.ACT, String.valueOf(unreadable.getMessage()));
        }
        return ExitCode.DONE.code();
    }

    private List<Path> files() {
        KaizenConfig config = session.config();
        List<Path> files = NdjsonFiles.of(config);
        if (!files.isEmpty()) {
            return files;
        }
        Path usual = NdjsonFiles.usual(config.workspace());
        session.say("no exporter of type file is configured; looking at " + usual);
        return List.of(usual);
    }

    private void follow(Tail tail) throws IOException {
        PrintStream out = session.console().out();
        try (GracefulStop stop = GracefulStop.onSignals(session.console().line())) {
            tail.follow(
                    count, missing -> session.say("waiting for " + missing), stop.sleeper(), () -> !out.checkError());
        }
    }

    private void print(byte[] bytes) {
        BatchLine line = new BatchLine(bytes);
        PrintStream out = session.console().out();
        if (line.isBlank()) {
            return;
        }
        if (!session.json()) {
            out.println(line.text());
        } else if (line.json().isPresent()) {
            out.println(line.json().get());
        } else {
            session.say("left out a line that is not a JSON object: " + line.shown());
        }
    }
}
