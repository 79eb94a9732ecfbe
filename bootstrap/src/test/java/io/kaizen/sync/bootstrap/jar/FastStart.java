package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets the jar start in half the time, for tests that start it often: an archive of its classes, and one compiler. */
final class FastStart {

    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");

    private FastStart() {}

    /**
     * Runs the jar once, which has to end with {@code exit}, and keeps the classes that it has loaded.
     *
     * @param folder where the archive goes
     * @return options for Java
     */
    static List<String> train(Path folder, List<String> args, int exit) throws InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        try (KaizenSyncJar jar = KaizenSyncJar.start(folder, with("-XX:ArchiveClassesAtExit=" + archive), args)) {
            assertThat(jar.exitCode()).as(jar.err()).isEqualTo(exit);
        }
        return with("-XX:SharedArchiveFile=" + archive);
    }

    private static List<String> with(String option) {
        List<String> options = new ArrayList<>(QUICK);
        options.add(option);
        return List.copyOf(options);
    }
}
