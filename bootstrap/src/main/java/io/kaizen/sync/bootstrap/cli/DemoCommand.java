package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.demo.Demo;
import io.kaizen.sync.bootstrap.demo.DemoResult;
import io.kaizen.sync.bootstrap.demo.DemoView;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code demo}: the whole thing in one minute. */
@Command(
        name = "demo",
        description =
                "Shows the whole thing on a temporary home, against a built-in server that splits, throttles and fails.")
final class DemoCommand implements Callable<Integer> {

    private final CommandSession session;

    DemoCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        try (GracefulStop stop = GracefulStop.onSignals(session.console().line())) {
            FlushListener display = session.flushDisplay();
            DemoResult result = new Demo(stop.sleeper(), display, session::say, stop::breakOffBy).run();
            DemoView view = new DemoView(result);
            session.print(view::json, view::text);
            return exitCode(result).code();
        } catch (IOException refused) {
            throw new CommandException(ExitCode.INTERNAL, "cannot set the demo up: " + refused.getMessage());
        }
    }

    static ExitCode exitCode(DemoResult result) {
        if (result.faults().isEmpty()) {
            return ExitCode.DONE;
        }
        ExitCode flush = ExitCode.of(result.report());
        return flush == ExitCode.DONE ? ExitCode.INTERNAL : flush;
    }
}
