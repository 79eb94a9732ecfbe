package io.kaizen.sync.bootstrap;

import io.kaizen.sync.bootstrap.cli.CommandLineApp;
import io.kaizen.sync.bootstrap.cli.ExitCode;
import io.kaizen.sync.bootstrap.cli.OutOfMemory;
import io.kaizen.sync.bootstrap.console.Console;
import io.kaizen.sync.bootstrap.logging.DirectProvider;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;

/** Where the program begins. */
public final class Main {

    private Main() {}

    /** Runs the command that {@code args} name and ends the process with its exit code. */
    public static void main(String[] args) {
        DirectProvider.install();
        Map<String, String> env = System.getenv();
        Console console = Console.ofProcess(env);
        OutOfMemory outOfMemory =
                OutOfMemory.endsThisProcess(Arrays.asList(args).contains("--json"));
        try {
            ExitCode code = new CommandLineApp(env, console).run(args);
            console.err().flush();
            System.exit(code.code());
        } catch (OutOfMemoryError exhausted) {
            outOfMemory.end();
        }
    }

    /**
     * Runs the command that {@code args} name, inside this process and without a terminal.
     *
     * @return the exit code
     */
    public static int run(String[] args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        return new CommandLineApp(env, Console.plain(in, out, err)).run(args).code();
    }
}
