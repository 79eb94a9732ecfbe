package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.console.ResultStream;
import io.kaizen.sync.bootstrap.telemetry.BatchLine;
import io.kaizen.sync.bootstrap.telemetry.Tail;
import io.kaizen.sync.bootstrap.wiring.NdjsonFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telemetry tail}: the end of what the {@code file} exporters write, and what is added to it. */
@Command(
        name = "tail",
        description = "Shows the last batches that the exporters of type file have written, and those that come,"
                + " until SIGTERM or SIGINT.")
final class TelemetryTailCommand implements Callable<Integer> {

    private final CommandSession session;

    @Option(names = "-n", paramLabel = "N", description = "How many lines to begin with (default: 10).")
    private long count = 10;

    @Option(names = "--no-follow", description = "Ends after those.")
    private boolean noFollow;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Another file than those that are configured; a relative one lies in the workspace.")
    private @Nullable Path file;

    TelemetryTailCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        if (count < 0) {
            throw CommandException.usage("-n takes a number of lines, 0 or more, not " + count);
        }
        Tail tail = new Tail(files());
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

    /** With more than one file, people see whose line it is; for programs the lines stay as they were written. */
    private Map<Path, Consumer<byte[]>> files() {
        KaizenConfig config = session.config();
        if (file != null) {
            return Map.of(config.workspace().root().resolve(file), line -> print("", line));
        }
        Map<Path, String> names = NdjsonFiles.of(config);
        if (!names.isEmpty()) {
            Map<Path, Consumer<byte[]>> files = new LinkedHashMap<>();
            names.forEach((path, name) -> {
                String prefix = names.size() == 1 ? "" : name + ": ";
                files.put(path, line -> print(prefix, line));
            });
            return files;
        }
        Path usual = NdjsonFiles.usual(config.workspace());
        session.say("no exporter of type file is configured; looking at " + usual);
        return Map.of(usual, line -> print("", line));
    }

    private void follow(Tail tail) throws IOException {
        ResultStream out = session.console().out();
        try (GracefulStop stop = GracefulStop.onSignals(session.console().line())) {
            out.whenLost(stop.sleeper()::requestStop);
            tail.follow(
                    count, missing -> session.say("waiting for " + missing), stop.sleeper(), () -> !out.checkError());
        }
    }

    private void print(String prefix, byte[] bytes) {
        BatchLine line = new BatchLine(bytes);
        PrintStream out = session.console().out();
        if (line.isBlank()) {
            return;
        }
        if (!session.json()) {
            out.println(prefix + line.text());
        } else if (line.json().isPresent()) {
            out.println(line.json().get());
        } else {
            session.say(prefix + "left out a line that is not a JSON object: " + line.shown());
        }
    }
}
