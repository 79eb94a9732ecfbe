package io.kaizen.sync.benchmarks;

import io.kaizen.sync.benchmarks.process.EnqueueBenchmark;
import io.kaizen.sync.benchmarks.process.FlushBenchmark;
import io.kaizen.sync.benchmarks.process.StartBenchmark;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** All benchmarks: whole processes by commands of their own, the pieces by JMH, whose options follow {@code pieces}. */
@Command(
        name = "benchmarks",
        description = "Measures Kaizen Sync.",
        footer = "  pieces   Measures its parts by themselves, with JMH, whose options follow.",
        subcommands = {FlushBenchmark.class, EnqueueBenchmark.class, StartBenchmark.class})
public final class Benchmarks implements Runnable {

    private static final String PIECES = "pieces";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows what there is to say.")
    @SuppressWarnings("UnusedVariable") // picocli answers to it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Runs what {@code args} name. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals(PIECES)) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
        } else {
            System.exit(new CommandLine(new Benchmarks())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(args));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "flush, enqueue, start or pieces?");
    }
}
