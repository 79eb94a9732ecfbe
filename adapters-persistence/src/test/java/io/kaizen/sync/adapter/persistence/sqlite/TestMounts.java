package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small file systems for a test. Where they cannot be mounted, the test is reported as skipped. */
final class TestMounts implements AutoCloseable {

    private final List<Path> mounted = new ArrayList<>();

    /** Mounts a file system that lies in memory. */
    void mountMemory(Path folder, String options) throws IOException {
        String complaint = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        assumeTrue(complaint.isEmpty(), "no file system can be mounted here (it needs root): " + complaint);
        mounted.add(folder);
    }

    void remountReadOnly(Path folder) throws IOException {
        assertThat(run("mount", "-o", "remount,ro", folder.toString())).isEmpty();
    }

    /** Takes up what room is left. */
    void fill(Path ballast) throws IOException {
        boolean isFull = false;
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (!isFull) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            isFull = true;
        }
        assertThat(isFull).isTrue();
    }

    /** What the program had to complain about; empty if nothing. */
    private static String run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return String.valueOf(missing.getMessage());
        }
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        return exit == 0 ? "" : words + " (exit " + exit + ")";
    }

    @Override
    public void close() throws IOException {
        for (Path each : mounted) {
            assertThat(run("umount", "-l", each.toString())).isEmpty();
        }
    }
}
