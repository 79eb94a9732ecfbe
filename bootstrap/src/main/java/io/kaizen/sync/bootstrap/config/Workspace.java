package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Where we are: the folder that the agents work in, and where kaizen keeps what belongs to it. All paths are absolute; nothing is
 * created here.
 *
 * @param root the workspace's folder, symlinks resolved
 * @param home kaizen's home, symlinks resolved as far as it exists; outside of {@code root}
 * @param database the outbox
 */
public record Workspace(Path root, Path home, Path database) {

    static final String HOME_VARIABLE = "KAIZEN_HOME";
    private static final String CONFIG_FILE = "config.toml";
    private static final String DATABASE_FILE = "kaizen.db";

    public Workspace {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(database, "database");
    }

    /**
     * Finds the workspace. Relative paths are taken from the process's current folder.
     *
     * @param directory the workspace; the current folder if empty
     * @param home kaizen's home; else {@code KAIZEN_HOME} from {@code env}, else {@code .kaizen} in the user's home
     * @param database the outbox; else {@code kaizen.db} in the project's folder
     * @throws ConfigException if the workspace is not a folder, or the home is not outside of it
     */
    public static Workspace locate(
            Optional<Path> directory, Optional<Path> home, Optional<Path> database, Map<String, String> env) {
        Path root = canonicalFolder(directory.orElse(Path.of("")));
        Path foundHome = canonicalHome(home.orElseGet(() -> homeFrom(env)));
        if (foundHome.startsWith(root)) {
            throw new ConfigException("kaizen's home " + foundHome + " lies inside the workspace " + root
                    + "; choose another with --home or " + HOME_VARIABLE);
        }
        Path file = database.map(Path::toAbsolutePath)
                .orElseGet(() -> projectDir(foundHome, root).resolve(DATABASE_FILE));
        return new Workspace(root, foundHome, file);
    }

    /** Name of the project's folder: the workspace's path without its leading slash, other slashes as dashes. */
    public String slug() {
        return slugOf(root);
    }

    /** Where kaizen keeps what belongs to this workspace. Need not exist. */
    public Path projectDir() {
        return projectDir(home, root);
    }

    /** The configuration of this workspace alone. Need not exist. */
    public Path projectConfigFile() {
        return projectDir().resolve(CONFIG_FILE);
    }

    /** The user's configuration for all workspaces; wins over that of the project. Need not exist. */
    public Path userConfigFile() {
        return home.resolve(CONFIG_FILE);
    }

    /** Both configuration files, the weaker first. */
    public List<Path> configFiles() {
        return List.of(projectConfigFile(), userConfigFile());
    }

    /**
     * Where a link leads to that makes {@code file} one of the workspace's. A file that a person has named there, and that is no link
     * itself, is no such case.
     *
     * @return empty if there is no such link, or the file cannot be looked at
     */
    public Optional<Path> linkIntoWorkspace(Path file) {
        try {
            Path target = canonical(file.toAbsolutePath());
            boolean isNamedThere = !file.startsWith(home) && !Files.isSymbolicLink(file);
            return target.startsWith(root) && !isNamedThere ? Optional.of(target) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static Path projectDir(Path home, Path root) {
        return home.resolve("projects").resolve(slugOf(root));
    }

    private static String slugOf(Path root) {
        return StreamSupport.stream(root.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("-"));
    }

    private static Path homeFrom(Map<String, String> env) {
        UserPaths paths = new UserPaths(env);
        String configured = env.getOrDefault(HOME_VARIABLE, "");
        return configured.isEmpty() ? paths.home().resolve(".kaizen") : paths.parse(HOME_VARIABLE, configured);
    }

    private static Path canonicalFolder(Path directory) {
        Path root;
        try {
            root = directory.toRealPath();
        } catch (IOException unreadable) {
            if (!Files.exists(Path.of("")) && LocaleText.isAscii()) {
                throw new ConfigException("the current folder's name " + LocaleText.UNREADABLE, unreadable);
            }
            throw ConfigException.because(
                    "the workspace " + directory.toAbsolutePath() + " cannot be used", unreadable);
        }
        if (!Files.isDirectory(root)) {
            throw new ConfigException("the workspace " + root + " is not a folder");
        }
        // A name that the locale cannot express would give another slug and another hash than kaizen's.
        LocaleText.requireWhole("the workspace's path", root.toString());
        return root;
    }

    private static Path canonicalHome(Path home) {
        Path absolute = home.toAbsolutePath();
        try {
            Path found = canonical(absolute);
            if (Files.exists(found) && !Files.isDirectory(found)) {
                throw new ConfigException("kaizen's home " + found + " is not a folder");
            }
            return found;
        } catch (IOException unreadable) {
            throw ConfigException.because("kaizen's home " + absolute + " cannot be used", unreadable);
        }
    }

    /** Resolves symlinks in the part of {@code path} that exists, and keeps the rest. */
    private static Path canonical(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException missing) {
            if (Files.isSymbolicLink(path)) {
                throw new FileSystemException(path.toString(), null, path + " is a symlink to nothing");
            }
            Path parent = path.getParent();
            if (parent == null) {
                throw missing;
            }
            Path folder = canonical(parent);
            return folder.resolve(path.getFileName()).normalize();
        }
    }
}
