package io.kaizen.sync.benchmarks.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is measured: the program as the build has left it. Filled in by picocli. */
final class Subject {

    /** How it is started. */
    enum Way {
        LAUNCHER,
        JAR
    }

    @Option(names = "--way", description = "How it is started, launcher or jar (default: launcher).")
    private Way way = Way.LAUNCHER;

    @Option(names = "--java-options", paramLabel = "OPTIONS", description = "Further options for its Java.")
    private String javaOptions = "";

    Way way() {
        return way;
    }

    String javaOptions() {
        return javaOptions;
    }

    List<String> command() {
        if (way == Way.LAUNCHER) {
            return List.of(built("kaizen-sync/bin/kaizen-sync"));
        }
        List<String> command = new ArrayList<>(List.of(java()));
        if (!javaOptions.isBlank()) {
            command.addAll(List.of(javaOptions.strip().split("\\s+", -1)));
        }
        command.addAll(List.of("-jar", jar()));
        return command;
    }

    Map<String, String> environment(Map<String, String> configuration) {
        Map<String, String> environment = new HashMap<>(configuration);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("KAIZEN_SYNC_JAVA_OPTS", javaOptions);
        return environment;
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String jar() {
        return built("kaizen-sync.jar");
    }

    /** {@code benchmarks}: this jar lies in its {@code target}. */
    static Path folder() {
        return Path.of(System.getProperty("java.class.path"))
                .toAbsolutePath()
                .resolve("../..")
                .normalize();
    }

    private static String built(String name) {
        Path built = folder().resolveSibling("bootstrap").resolve("target").resolve(name);
        if (!Files.exists(built)) {
            throw new IllegalStateException(built + " is missing; build it with: mvn -q -DskipTests package");
        }
        return built.toString();
    }
}
