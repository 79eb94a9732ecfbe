package io.kaizen.sync.bootstrap.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a path as its writer meant it, wherever one is written: an option, a variable, a configuration file. A shell replaces {@code ~}
 * only at the beginning of a word, so that {@code --home=~/x} comes here as it is. Immutable.
 */
public final class UserPaths {

    private static final String HOME = "HOME";

    private final Map<String, String> env;

    /** @param env the environment, which may name the user's home */
    public UserPaths(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    /**
     * The path that {@code text} names, with {@code ~} replaced by the user's home.
     *
     * @param what name of the setting, for the user
     * @throws ConfigException if {@code text} is empty or no path, or begins with the home of another user
     */
    public Path parse(String what, String text) {
        if (text.isEmpty()) {
            throw new ConfigException(what + " must not be empty");
        }
        LocaleText.requireWhole(what, text);
        try {
            Path path = Path.of(text);
            String first = path.getNameCount() == 0 ? "" : path.getName(0).toString();
            if (path.isAbsolute() || !first.startsWith("~")) {
                return path;
            }
            if (first.equals("~")) {
                return path.getNameCount() == 1 ? home() : home().resolve(path.subpath(1, path.getNameCount()));
            }
            throw new ConfigException(
                    what + " begins with " + first + ", which is not looked up; write the home of that user"
                            + " out, or ./" + first + " for a folder of that name");
        } catch (InvalidPathException invalid) {
            throw new ConfigException(
                    what
                            + (LocaleText.isAscii()
                                    ? " " + LocaleText.UNREADABLE
                                    : " is not a path: " + invalid.getReason()),
                    invalid);
        }
    }

    /**
     * What a shell calls {@code ~}: Java itself looks at the account, not at {@code HOME}.
     *
     * @throws ConfigException if neither names a folder by its whole path
     */
    Path home() {
        String named = env.getOrDefault(HOME, "");
        String text = named.isEmpty() ? System.getProperty("user.home", "") : LocaleText.requireWhole(HOME, named);
        // An account that the system does not know has the home "?".
        if (!text.startsWith("/")) {
            throw new ConfigException(
                    (named.isEmpty() ? "this user has no home folder" : HOME + " is not an absolute path")
                            + "; name a folder with --home or " + Workspace.HOME_VARIABLE);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new ConfigException(HOME + " " + LocaleText.UNREADABLE, invalid);
        }
    }
}
