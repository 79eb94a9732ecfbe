package io.kaizen.sync.bootstrap.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a person in front of the process can see.
 *
 * @param colourOnOut whether {@code stdout} may carry colours
 * @param progressOnErr whether {@code stderr} may carry a line that changes
 * @param columns width
 * @param unicode whether more than ASCII can be expected to show
 */
public record Terminal(boolean colourOnOut, boolean progressOnErr, int columns, boolean unicode) {

    /** Nobody looks: a file, a pipe, a test. */
    public static final Terminal NONE = new Terminal(false, false, 80, false);

    private static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 160;

    /** Looks at the process's own streams. */
    static Terminal detect(Map<String, String> env) {
        if (env.getOrDefault("TERM", "").equals("dumb")) {
            return NONE;
        }
        return new Terminal(
                isTerminal(1) && !isSet(env, "NO_COLOR"), isTerminal(2), columnsOf(env), expectsUnicode(env));
    }

    /**
     * Java cannot ask whether one of its streams is a terminal, only whether both stdin and stdout are. Linux tells by the
     * name of what is open; elsewhere that question about both is the best there is.
     */
    private static boolean isTerminal(int fileDescriptor) {
        Path descriptor = Path.of("/proc/self/fd/" + fileDescriptor);
        if (!Files.isSymbolicLink(descriptor)) {
            return isConsole();
        }
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unreadable) {
            return false;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null up to JDK 21, and what newer ones say instead is asked for too
    static boolean isConsole() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22 on there is always a console, and a method that tells whether it is a terminal.
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /** {@code NO_COLOR} counts where it is not empty (no-color.org). */
    private static boolean isSet(Map<String, String> env, String name) {
        return !env.getOrDefault(name, "").isEmpty();
    }

    private static int columnsOf(Map<String, String> env) {
        try {
            int columns = Integer.parseInt(env.getOrDefault("COLUMNS", ""));
            return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns));
        } catch (NumberFormatException notTold) {
            return USUAL_COLUMNS;
        }
    }

    private static boolean expectsUnicode(Map<String, String> env) {
        // The order in which POSIX looks at them.
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String upper = value.toUpperCase(Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        return false;
    }
}
