package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.logging.FlushLog;
import io.kaizen.sync.bootstrap.logging.FlushLog.Audience;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.report.FlushReport;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}: flushes the outbox, once or until somebody stops it. */
@Command(
        name = "run",
        description = "Flushes the outbox now, and again every flush_interval_ms until SIGTERM or SIGINT.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final CommandSession session;

    @Option(names = "--once", description = "Flushes once and ends.")
    private boolean once;

    @Option(
            names = "--redirect-parked",
            description =
                    "Sends batches that were begun for another endpoint or team to the present one, under a new key. "
                            + "What the former one has stored is then stored twice.")
    private boolean redirectParked;

    RunCommand(CommandSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    @Override
    public Integer call() {
        KaizenConfig config = session.config();
        if (once && !config.sync().isOn()) {
            return reportSyncIsOff(config).code();
        }
        config.requireFlushable();
        try (GracefulStop stop = GracefulStop.onSignals(session.console().line())) {
            return (once ? runOnce(config, stop) : runOn(config, stop)).code();
        }
    }

    private ExitCode reportSyncIsOff(KaizenConfig config) {
        LOG.info("sync is off: no endpoint is configured (sync.endpoint)");
        FlushReport nothingDone = new FlushReport(0, 0, 0, pending(config), List.of());
        ReportView view = new ReportView(nothingDone);
        session.print(view::json, () -> List.of("sync is off; nothing is sent"));
        return ExitCode.DONE;
    }

    private static long pending(KaizenConfig config) {
        if (Files.notExists(config.workspace().database())) {
            return 0;
        }
        try (Engine engine = Engine.assemble(config)) {
            return engine.status().total().pending();
        }
    }

    private ExitCode runOnce(KaizenConfig config, GracefulStop stop) {
        FlushReport report;
        try (Engine engine = Engine.assemble(config, wish(stop, session.flushDisplay()))) {
            stop.breakOffBy(engine::breakOffRequests);
            report = engine.flush();
        }
        ReportView view = new ReportView(report);
        session.print(view::json, view::text);
        return ExitCode.of(report);
    }

    private ExitCode runOn(KaizenConfig config, GracefulStop stop) {
        FlushOptions wish = wish(stop, new FlushLog(Audience.NOBODY, InstantSource.system()));
        try (ReloadingFlush flush = new ReloadingFlush(config, session::config, wish, stop::breakOffBy)) {
            new FlushLoop(flush, stop.sleeper(), new LoopLog()).run();
        }
        return ExitCode.DONE;
    }

    private FlushOptions wish(GracefulStop stop, FlushListener listener) {
        return new FlushOptions(stop.sleeper(), listener, redirectParked);
    }
}
