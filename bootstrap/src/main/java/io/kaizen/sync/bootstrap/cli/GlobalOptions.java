package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.UserPaths;
import io.kaizen.sync.bootstrap.logging.Verbosity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. Filled in by picocli. */
public final class GlobalOptions {

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The workspace (default: the current directory).")
    private @Nullable String workspace;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Kaizen's home (default: $KAIZEN_HOME, else ~/.kaizen).")
    private @Nullable String home;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The outbox (default: <home>/projects/<slug>/kaizen.db).")
    private @Nullable String db;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            parameterConsumer = Collector.class,
            description = "Sets a configuration key over files and environment; repeatable.")
    @SuppressWarnings("UnusedVariable") // picocli wants a field; the values go past it
    private @Nullable String set;

    /** Picocli empties the collections of inherited options at each subcommand; this one it does not know. */
    private final List<String> sets = new ArrayList<>();

    // The fallback values: without them picocli takes a flag that stands before the command and behind it for its
    // opposite.
    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Prints the result as one JSON value.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Says more on stderr.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Says nothing but errors on stderr.")
    private boolean quiet;

    /** Puts the values of {@code --set} aside, in their order, wherever they stand. */
    static final class Collector implements IParameterConsumer {

        @Override
        public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
            if (args.isEmpty()) {
                throw new ParameterException(command.commandLine(), "Missing KEY=VALUE for option '--set'");
            }
            GlobalOptions options = ((KaizenSyncCommand) command.root().userObject()).options();
            options.sets.add(args.pop());
        }
    }

    /**
     * The workspace, if one is named.
     *
     * @throws ConfigException if what is written is no path
     */
    public Optional<Path> workspace(UserPaths paths) {
        return Optional.ofNullable(workspace).map(text -> paths.parse("--workspace", text));
    }

    /**
     * Kaizen's home, if one is named.
     *
     * @throws ConfigException if what is written is no path
     */
    public Optional<Path> home(UserPaths paths) {
        return Optional.ofNullable(home).map(text -> paths.parse("--home", text));
    }

    /**
     * The outbox, if one is named.
     *
     * @throws ConfigException if what is written is no path
     */
    public Optional<Path> db(UserPaths paths) {
        return Optional.ofNullable(db).map(text -> paths.parse("--db", text));
    }

    public List<String> sets() {
        return List.copyOf(sets);
    }

    public boolean json() {
        return json;
    }

    /** Of {@code -v} and {@code -q} together, {@code -v} wins. */
    public Verbosity verbosity() {
        if (verbose) {
            return Verbosity.VERBOSE;
        }
        return quiet ? Verbosity.QUIET : Verbosity.NORMAL;
    }
}
