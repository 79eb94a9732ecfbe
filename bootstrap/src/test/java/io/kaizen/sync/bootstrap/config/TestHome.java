package io.kaizen.sync.bootstrap.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace and a home of its own for a test, with an environment that holds nothing else. */
final class TestHome {

    private final Path root;
    private final Path home;
    private final Map<String, String> env = new HashMap<>();

    TestHome(Path folder) {
        try {
            this.root = Files.createDirectories(folder.resolve("work/widget")).toRealPath();
            this.home = Files.createDirectories(folder.resolve("home")).toRealPath();
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path home() {
        return home;
    }

    Workspace workspace() {
        return Workspace.locate(Optional.of(root), Optional.of(home), Optional.empty(), env);
    }

    Path userFile() {
        return workspace().userConfigFile();
    }

    Path projectFile() {
        return workspace().projectConfigFile();
    }

    TestHome user(String... lines) {
        return write(userFile(), lines);
    }

    TestHome project(String... lines) {
        return write(projectFile(), lines);
    }

    TestHome env(String variable, String value) {
        env.put(variable, value);
        return this;
    }

    KaizenConfig load(String... sets) {
        return ConfigLoader.load(workspace(), env, List.of(sets));
    }

    private TestHome write(Path file, String... lines) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(file, String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
