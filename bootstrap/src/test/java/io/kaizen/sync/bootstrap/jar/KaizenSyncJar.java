package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The runnable jar as a process of its own. Its output goes to files, so that it never waits for a reader. */
final class KaizenSyncJar implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path out;
    private final Path err;

    private KaizenSyncJar(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the jar on the Java that runs this test, as quickly as it can. */
    static KaizenSyncJar start(Path folder, List<String> args) {
        return start(folder, FastStart.options(), args);
    }

    /** Starts the jar on the Java that runs this test with these options and no others. */
    static KaizenSyncJar start(Path folder, List<String> javaOptions, List<String> args) {
        return start(folder, javaOptions, Map.of(), args);
    }

    /** Starts the jar with {@code env} on top of this test's environment. */
    static KaizenSyncJar start(Path folder, List<String> javaOptions, Map<String, String> env, List<String> args) {
        return startUnder(List.of(), folder, javaOptions, env, args);
    }

    /**
     * Starts the jar by means of another program.
     *
     * @param starter command that gets the jar's command as its last arguments and becomes that program
     */
    static KaizenSyncJar startUnder(
            List<String> starter, Path folder, List<String> javaOptions, Map<String, String> env, List<String> args) {
        List<String> command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(args);
        try {
            Path out = Files.createTempFile(folder, "stdout-", ".txt");
            Path err = Files.createTempFile(folder, "stderr-", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // The build's own options for Java must not reach the child; it would tell of them on stderr.
            builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
            builder.environment().putAll(env);
            return new KaizenSyncJar(builder.start(), out, err);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Path jar() {
        String jar = System.getProperty("kaizen.sync.jar");
        if (jar == null) {
            throw new IllegalStateException("run by failsafe only, which says where the jar is");
        }
        return Path.of(jar);
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE + "; stderr: " + err());
        }
        return process.exitValue();
    }

    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL, and nothing runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, {@code STOP} for one. Nothing happens where the process has ended. */
    void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The most memory, in bytes, that the process has had resident so far. It must be running. */
    long peakMemoryBytes() throws IOException {
        String peak = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"), UTF_8).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return 1024 * Long.parseLong(peak.replaceAll("\\D", ""));
    }

    /** What other users, or those who find a crash report, may see of a process. */
    byte[] commandLineAndEnvironment() throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (String name : List.of("cmdline", "environ")) {
            seen.write(Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), name)));
        }
        return seen.toByteArray();
    }

    /** The addresses that the process listens on. */
    List<InetSocketAddress> listening() throws IOException {
        return ListeningSockets.of(process.pid());
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
