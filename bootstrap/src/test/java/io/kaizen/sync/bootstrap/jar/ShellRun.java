package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program in a shell's hands, which can close descriptors, set limits and pipe. Started in either way, in an environment of its own. */
final class ShellRun {

    /** How the program can be started. */
    enum Way {
        LAUNCHER,
        JAR;

        List<String> command(String javaHome) {
            return this == LAUNCHER
                    ? List.of(System.getProperty("kaizen.sync.launcher"))
                    : List.of(javaHome + "/bin/java", "-jar", System.getProperty("kaizen.sync.jar"));
        }
    }

    /** What the shell has left behind. */
    record Result(int exit, String out, String err) {}

    private static final String THIS_JAVA = System.getProperty("java.home");
    private static final List<String> LOCALE = List.of("LANG", "LC_ALL", "LC_CTYPE");

    private final Path folder;
    private final Map<String, @Nullable String> env = new LinkedHashMap<>();
    private String script = "\"$@\"";
    private String javaHome = THIS_JAVA;
    private Path directory;

    /** @param folder for the output, and as the current one */
    ShellRun(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.directory = folder;
        env("LC_ALL", "C.UTF-8");
    }

    /** What the shell runs; the program and its arguments are {@code "$@"}. */
    ShellRun script(String text) {
        script = text;
        return this;
    }

    /** Sets a variable, or removes it. */
    ShellRun env(String name, @Nullable String value) {
        env.put(name, value);
        return this;
    }

    ShellRun in(Path current) {
        directory = current;
        return this;
    }

    ShellRun java(Path home) {
        javaHome = home.toString();
        return this;
    }

    /** A Java of 19 or newer beside the one that runs this test, if it is not one itself. */
    static Optional<Path> newerJava() throws IOException {
        Path here = Path.of(THIS_JAVA);
        if (Runtime.version().feature() >= 19) {
            return Optional.of(here);
        }
        try (Stream<Path> others = Files.list(here.getParent())) {
            return others.filter(other -> feature(other) >= 19).findFirst();
        }
    }

    private static int feature(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException none) {
            return 0;
        }
    }

    Result run(Way way, List<String> args) throws IOException, InterruptedException {
        return run(way.command(javaHome), args);
    }

    /** The same with the jar started quickly, where it is not the start that matters. */
    Result runQuickly(Way way, List<String> args) throws IOException, InterruptedException {
        List<String> program = new ArrayList<>(way.command(javaHome));
        if (way == Way.JAR) {
            // A collector is for the test to choose.
            program.addAll(
                    1,
                    FastStart.options().stream()
                            .filter(option -> !option.endsWith("GC"))
                            .toList());
        }
        return run(program, args);
    }

    Result run(List<String> program, List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(program);
        command.addAll(args);
        Path out = Files.createTempFile(folder, "stdout-", ".txt");
        Path err = Files.createTempFile(folder, "stderr-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> inherited = builder.environment();
        inherited
                .keySet()
                .removeIf(name -> name.contains("JAVA_") || LOCALE.contains(name) || name.startsWith("KAIZEN_"));
        inherited.put("JAVA_HOME", javaHome);
        env.forEach((name, value) -> {
            if (value == null) {
                inherited.remove(name);
            } else {
                inherited.put(name, value);
            }
        });
        Process process = builder.start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ends").isTrue();
            return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
