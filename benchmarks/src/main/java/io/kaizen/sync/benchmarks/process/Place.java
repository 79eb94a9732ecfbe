package io.kaizen.sync.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A temporary folder with a workspace, a home and an outbox, and the command that runs the program on them. */
final class Place implements AutoCloseable {

    static final String TOKEN = "benchmark";

    private final Path folder;
    private final Subject subject;

    Place(Subject subject) throws IOException {
        this.subject = subject;
        this.folder = Files.createTempDirectory(
                "kaizen-sync-benchmark-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(folder.resolve("workspace"));
        Files.createDirectory(
                folder.resolve("home"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path database() {
        return folder.resolve("outbox.db");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The program with its global options and {@code arguments}. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(subject.command());
        command.addAll(List.of("-q", "--workspace", folder.resolve("workspace").toString()));
        command.addAll(List.of(
                "--home", folder.resolve("home").toString(), "--db", database().toString()));
        command.addAll(arguments);
        return command;
    }

    Map<String, String> environment() {
        return subject.environment(Map.of(
                "KAIZEN_SYNC_TEAM_TOKEN", TOKEN,
                "KAIZEN_SYNC_TEAM_ID", TOKEN,
                "KAIZEN_SYNC_TEAM_SALT_HEX", "ab".repeat(32)));
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
