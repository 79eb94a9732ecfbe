package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.wiring.ProductVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself, without a command. */
@Command(
        name = KaizenSyncCommand.NAME,
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = KaizenSyncCommand.Version.class,
        description = "Flushes a durable outbox to an ingest server.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; nothing is left, or sync is off",
            "1:a fault of our own",
            "2:wrong usage or input",
            "3:configuration missing or wrong",
            "4:rows left, trying again later may help",
            "5:rows left, a person must act",
            "6:the database cannot be used, or something is wrong in it",
            "7:all done that could be; rows put aside or lines skipped"
        })
final class KaizenSyncCommand implements Runnable {

    static final String NAME = "kaizen-sync";
    static final String MISSING_COMMAND = "Missing command";

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    GlobalOptions options() {
        return options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), MISSING_COMMAND);
    }

    /** Tells picocli what {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                NAME + " " + ProductVersion.get(),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }

    /** The command line that starts here, without subcommands. */
    CommandLine newCommandLine() {
        return new CommandLine(this);
    }
}
