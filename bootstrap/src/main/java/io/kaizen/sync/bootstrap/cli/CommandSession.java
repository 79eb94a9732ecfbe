package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig.Skipped;
import io.kaizen.sync.bootstrap.config.UserPaths;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.bootstrap.console.Console;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.Questions;
import io.kaizen.sync.bootstrap.console.Terminal;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.logging.FlushLog;
import io.kaizen.sync.bootstrap.logging.FlushLog.Audience;
import io.kaizen.sync.bootstrap.logging.FlushProgress;
import io.kaizen.sync.bootstrap.logging.Verbosity;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every command works with: the console, the environment, the global options, and what follows from them. */
final class CommandSession {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);

    private final Map<String, String> env;
    private final Console console;
    private final GlobalOptions options;
    /** A configuration is read again and again where it cannot be used; what is odd in it is told once. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    CommandSession(Map<String, String> env, Console console, GlobalOptions options) {
        this.env = Map.copyOf(env);
        this.console = Objects.requireNonNull(console, "console");
        this.options = Objects.requireNonNull(options, "options");
    }

    Console console() {
        return console;
    }

    Map<String, String> env() {
        return env;
    }

    /** Shows a flush to the user: log lines, and a progress bar where there is a terminal. */
    FlushListener flushDisplay() {
        Terminal terminal = console.terminal();
        if (terminal.progressOnErr() && options.verbosity() == Verbosity.NORMAL) {
            FlushProgress progress = new FlushProgress(console.line(), terminal.columns(), terminal.unicode());
            return new FlushLog(Audience.WATCHING, InstantSource.system()).andThen(progress);
        }
        return new FlushLog(Audience.WAITING, InstantSource.system());
    }

    /** Tells the user what is going on, unless everything but errors is to be silent. */
    void say(String sentence) {
        if (options.verbosity() != Verbosity.QUIET) {
            console.line().println(TextGuard.oneLine(sentence));
        }
    }

    /** Whether the result is to be one JSON value. */
    boolean json() {
        return options.json();
    }

    /** The person in front of the terminal, if there is one. */
    Optional<Questions> questions() {
        return Questions.atTerminal(console);
    }

    /** How to read a path that the user wrote. */
    UserPaths paths() {
        return new UserPaths(env);
    }

    /** What is configured here; its warnings are logged. */
    KaizenConfig config() {
        return logged(loaded(), List.of());
    }

    /** The same for a command that exports nothing: that an exporter is skipped is not told. */
    KaizenConfig configWithoutExporters() {
        KaizenConfig config = loaded();
        return logged(
                config,
                config.telemetry().skipped().stream().map(Skipped::warning).toList());
    }

    private KaizenConfig loaded() {
        UserPaths paths = paths();
        Workspace here = Workspace.locate(options.workspace(paths), options.home(paths), options.db(paths), env);
        return ConfigLoader.load(here, env, options.sets());
    }

    private KaizenConfig logged(KaizenConfig config, List<String> untold) {
        config.warnings().stream()
                .filter(warning -> !untold.contains(warning) && told.add(warning))
                .forEach(warning -> LOG.warn("{}", warning));
        return config;
    }

    /** A result that is too long to be held in memory. */
    interface Streamed {

        /** Writes one JSON value and a line end. */
        void json(PrintStream out);

        /** Writes lines for people. */
        void text(PrintStream out);
    }

    /** Prints such a result. */
    void stream(Streamed result) {
        console.line().settle();
        if (options.json()) {
            result.json(console.out());
        } else {
            result.text(console.out());
        }
        console.out().flush();
    }

    /** Prints a command's result: {@code json} if it was asked for, else the lines of {@code text}. */
    void print(Supplier<Object> json, Supplier<List<String>> text) {
        console.line().settle();
        if (options.json()) {
            console.out().println(Json.write(json.get()));
        } else {
            text.get().forEach(console.out()::println);
        }
        console.out().flush();
    }
}
