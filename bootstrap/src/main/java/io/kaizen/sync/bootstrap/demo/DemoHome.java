package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A home and a workspace that live as long as a demo. The folder around them is the user's alone. */
record DemoHome(Path root) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoHome.class);

    static DemoHome create() throws IOException {
        // Canonical: some systems' temporary folder is behind a symlink.
        DemoHome made =
                new DemoHome(Files.createTempDirectory("kaizen-sync-demo-").toRealPath());
        Files.createDirectory(made.home());
        Files.createDirectory(made.workspace());
        return made;
    }

    Path home() {
        return root.resolve("home");
    }

    Path workspace() {
        return root.resolve("workspace");
    }

    /** Writes the configuration that a user would write. */
    void writeConfig(URI endpoint, String token) throws IOException {
        Path file = home().resolve("config.toml");
        if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, String.format(Locale.ROOT, """
                [sync]
                endpoint = "%s"
                team_token = "%s"
                team_id = "demo-team"
                team_salt_hex = "%s"
                events_per_batch_max = 250
                project_name = "demo"

                [[telemetry.exporters]]
                type = "file"
                """, endpoint, token, "5a".repeat(32)));
    }

    /** Removes everything. What cannot be removed is left, and named. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new Removal());
        } catch (IOException left) {
            LOG.warn("the demo's folder {} is not removed: {}", root, left.toString());
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException broken) throws IOException {
            if (broken != null) {
                throw broken;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
