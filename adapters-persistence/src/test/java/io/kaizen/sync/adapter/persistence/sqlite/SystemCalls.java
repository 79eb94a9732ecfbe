package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches what this very process does to the files of one database, and lets calls of its choice fail, with strace. Where that is
 * missing, or may not look into this process, the test is reported as skipped.
 */
final class SystemCalls implements AutoCloseable {

    private static final String WATCHED = "trace=openat,pread64,pwrite64,ftruncate,fdatasync,fsync,unlink";

    private static final String UNFINISHED = " <unfinished ...>";
    private static final String RESUMED = " resumed>";

    /** A file that is never there: looks for it stand in the recording. */
    static final String MARK = "-mark";

    private final Path database;
    private final Path log;
    private final Process strace;

    private SystemCalls(Path database, Path log, Process strace) {
        this.database = database;
        this.log = log;
        this.strace = strace;
    }

    /** Records all calls, with the bytes that are written. */
    static SystemCalls record(Path database) throws IOException {
        return start(database, ofItsFiles(database), List.of("-y", "-xx", "-s", "70000"));
    }

    /** Records calls on any file, of this whole process. */
    static SystemCalls recordOnAnyFile(Path database) throws IOException {
        return start(database, List.of(), List.of());
    }

    /**
     * Lets calls fail.
     *
     * @param calls names, parted by commas
     * @param error as the system calls it, {@code EIO} for one
     * @param when which of the calls: {@code 3} the third, {@code 3+} all from the third on
     */
    static SystemCalls failing(Path database, String calls, String error, String when) throws IOException {
        return start(
                database, ofItsFiles(database), List.of("-e", "inject=" + calls + ":error=" + error + ":when=" + when));
    }

    private static List<String> ofItsFiles(Path database) throws IOException {
        Path real = database.toRealPath();
        List<String> options = new ArrayList<>();
        for (String suffix : List.of("", "-wal", "-journal", MARK)) {
            options.addAll(List.of("-P", real + suffix));
        }
        return options;
    }

    private static SystemCalls start(Path database, List<String> files, List<String> options) throws IOException {
        Path real = database.toRealPath();
        Path log = Files.createTempFile("strace", ".log");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", log.toString(), "-e", WATCHED));
        command.addAll(files);
        command.addAll(options);
        command.addAll(List.of("-p", Long.toString(ProcessHandle.current().pid())));
        Process strace;
        try {
            strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            Files.delete(log);
            assumeTrue(false, "strace is missing: " + missing.getMessage());
            throw missing;
        }
        BufferedReader words = strace.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = words.readLine();
        while (line != null && !line.contains(" attached")) {
            said.append(line).append('\n');
            line = words.readLine();
        }
        if (line == null) {
            Files.delete(log);
        }
        assumeTrue(line != null, "strace may not look into this process (it needs root): " + said);
        return new SystemCalls(real, log, strace);
    }

    /** Notes in the recording that something is done. */
    void mark() throws IOException {
        try (InputStream never = Files.newInputStream(Path.of(database + MARK))) {
            assertThat(never).isNull();
        } catch (NoSuchFileException asItShould) {
            assertThat(asItShould).hasMessageContaining(MARK);
        }
    }

    /** Stops watching. Returns the calls, a line each. */
    List<String> stop() throws IOException {
        strace.destroy();
        strace.onExit().join();
        return wholeCalls(Files.readAllLines(log, StandardCharsets.UTF_8));
    }

    /**
     * Joins the halves of each call that strace printed in two, because another thread did something meanwhile. A call
     * stands where it returned. A call that never returned is left as it is.
     */
    static List<String> wholeCalls(List<String> lines) {
        List<String> calls = new ArrayList<>();
        Map<String, String> begun = new LinkedHashMap<>();
        for (String line : lines) {
            String thread = line.substring(0, Math.max(0, line.indexOf(' ')));
            int unfinished = line.indexOf(UNFINISHED);
            if (unfinished >= 0) {
                begun.put(thread, line.substring(0, unfinished));
            } else if (line.startsWith(" <... ", thread.length())) {
                calls.add(begun.remove(thread) + line.substring(line.indexOf(RESUMED) + RESUMED.length()));
            } else if (line.contains("(")) {
                calls.add(line);
            }
        }
        begun.values().forEach(half -> calls.add(half + UNFINISHED));
        return calls;
    }

    /** Whether a call was made to fail among {@code calls}. */
    static boolean hasFailed(List<String> calls) {
        return calls.stream().anyMatch(call -> call.endsWith("(INJECTED)"));
    }

    @Override
    public void close() throws IOException {
        strace.destroy();
        strace.onExit().join();
        Files.deleteIfExists(log);
    }
}
