package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.LocaleText;
import io.kaizen.sync.bootstrap.console.Console;
import io.kaizen.sync.bootstrap.console.Json;
import io.kaizen.sync.bootstrap.console.ResultStream;
import io.kaizen.sync.bootstrap.console.TextGuard;
import io.kaizen.sync.bootstrap.logging.Logging;
import io.kaizen.sync.bootstrap.logging.Verbosity;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: knows the commands, runs one, and turns whatever goes wrong into one line and an exit code. */
public final class CommandLineApp {

    private final Map<String, String> env;
    private final Console console;

    public CommandLineApp(Map<String, String> env, Console console) {
        this.env = Map.copyOf(env);
        this.console = Objects.requireNonNull(console, "console");
    }

    /**
     * Runs the command that {@code args} name.
     *
     * @throws OutOfMemoryError if memory has run out: then nobody can vouch for anything any more, and the process should end
     */
    public ExitCode run(String... args) {
        if (Arrays.stream(args).anyMatch(LocaleText::isDamaged)) {
            Failure damaged = Failure.usage("an argument " + LocaleText.UNREADABLE);
            return printed(report(damaged, new IllegalArgumentException(), isJson(args), Verbosity.NORMAL));
        }
        AtomicBoolean unclear = new AtomicBoolean();
        ExitCode code = run(Commands.namedIn(args), unclear, args);
        return printed(unclear.get() ? run(new LinkedHashSet<>(Commands.NAMES), unclear, args) : code);
    }

    /** What {@code code} becomes where the result is not where it should be: nobody who hears of success looks for it. */
    private ExitCode printed(ExitCode code) {
        return console.out().loss().map(loss -> lost(loss, code)).orElse(code);
    }

    private ExitCode lost(ResultStream.Loss loss, ExitCode code) {
        if (loss == ResultStream.Loss.NO_READER) {
            return code == ExitCode.DONE ? ExitCode.NO_READER : code;
        }
        console.line()
                .println(KaizenSyncCommand.NAME + ": cannot write the result to standard output: "
                        + TextGuard.oneLine(console.out().reason())
                        + "; what the command did is done, but what it had to say is lost");
        return code == ExitCode.DONE ? ExitCode.INTERNAL : code;
    }

    /** @param unclear is set where nothing was done, because {@code args} can be judged only by one who knows all commands */
    private ExitCode run(Set<String> commands, AtomicBoolean unclear, String... args) {
        KaizenSyncCommand root = new KaizenSyncCommand();
        CommandLine commandLine = newCommandLine(root, commands, unclear);
        try {
            return codeOf(commandLine.execute(args));
        } catch (StackOverflowError tooDeep) {
            return report(
                    Failure.of(tooDeep),
                    tooDeep,
                    root.options().json(),
                    root.options().verbosity());
        }
    }

    private CommandLine newCommandLine(KaizenSyncCommand root, Set<String> commands, AtomicBoolean unclear) {
        CommandLine commandLine = root.newCommandLine();
        CommandSession session = new CommandSession(env, console, root.options());
        boolean isWhole = commands.size() == Commands.NAMES.size();
        commands.forEach(name -> commandLine.addSubcommand(name, Commands.create(name, session)));
        if (isWhole) {
            commandLine.addSubcommand("help", new CommandLine.HelpCommand());
        }
        // An argument is what it says: the owner @team is not the file "team", full of options. This reaches the
        // subcommands
        // that are there by now.
        commandLine.setExpandAtFiles(false);
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.terminal().colourOnOut() ? Ansi.ON : Ansi.OFF));
        Handlers handlers = new Handlers(root.options(), isWhole, unclear);
        commandLine.setExecutionStrategy(handlers);
        commandLine.setParameterExceptionHandler(handlers);
        commandLine.setExecutionExceptionHandler(handlers);
        return commandLine;
    }

    /**
     * What picocli calls back. No lambdas: picocli's interfaces are compiled for a Java that had none, and an archive of classes then has
     * neither the lambda nor the interface, nor any other class that implements it.
     */
    private final class Handlers implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {

        private final GlobalOptions options;
        private final boolean isWhole;
        private final AtomicBoolean unclear;

        Handlers(GlobalOptions options, boolean isWhole, AtomicBoolean unclear) {
            this.options = options;
            this.isWhole = isWhole;
            this.unclear = unclear;
        }

        @Override
        public int execute(ParseResult parsed) {
            Logging.start(console.line(), options.verbosity());
            return new CommandLine.RunLast().execute(parsed);
        }

        @Override
        public int handleParseException(ParameterException problem, String[] args) {
            unclear.set(!isWhole);
            return (isWhole ? reportUsage(problem, args) : ExitCode.USAGE).code();
        }

        @Override
        public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
            return failed(thrown, options).code();
        }
    }

    private ExitCode failed(Exception thrown, GlobalOptions options) {
        if (OutOfMemory.isBehind(thrown)) {
            OutOfMemoryError exhausted = new OutOfMemoryError();
            exhausted.initCause(thrown);
            throw exhausted;
        }
        return report(Failure.of(thrown), thrown, options.json(), options.verbosity());
    }

    private ExitCode report(Failure failure, Throwable thrown, boolean json, Verbosity verbosity) {
        String message = TextGuard.oneLine(failure.message());
        console.line().settle();
        console.line().println(KaizenSyncCommand.NAME + ": " + message);
        if (verbosity == Verbosity.VERBOSE && failure.exitCode() == ExitCode.INTERNAL) {
            thrown.printStackTrace(console.err());
        }
        if (json) {
            Map<String, Object> error = Map.of("error", errorOf(failure.reason(), message));
            console.out().println(Json.write(error));
        }
        return failure.exitCode();
    }

    private static Object errorOf(String reason, String message) {
        Map<String, Object> error = Json.object();
        error.put("reason", reason);
        error.put("message", message);
        return error;
    }

    private ExitCode reportUsage(ParameterException problem, String[] args) {
        Failure failure = Failure.usage(UsageHint.of(problem));
        return report(failure, problem, isJson(args), Verbosity.NORMAL);
    }

    /** Where the options are not parsed to the end, the arguments themselves must tell. */
    private static boolean isJson(String... args) {
        return Arrays.asList(args).contains("--json");
    }

    private static ExitCode codeOf(int code) {
        return Arrays.stream(ExitCode.values())
                .filter(candidate -> candidate.code() == code)
                .findFirst()
                .orElse(ExitCode.INTERNAL);
    }
}
