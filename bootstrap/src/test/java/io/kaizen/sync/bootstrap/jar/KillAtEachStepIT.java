package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.bootstrap.jar.WatchedIngest.Moment;
import io.kaizen.sync.bootstrap.jar.WatchedIngest.Post;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The jar is killed with -9, by the kernel's own hand, at one step after another of the same flush; one flush per step. Every build tries a
 * {@linkplain Sample part} of the steps.
 */
class KillAtEachStepIT {

    private static final int KILLED = 128 + 9;
    private static final int DEAD_LETTERED = 7;

    /** All that goes to the disk and is waited for, in any file of the process. */
    private static final String SYNCS = "fdatasync,fsync";

    @TempDir
    private Path folder;

    @Test
    void f1_f13_f14_f98_killedAtAnySyncedWriteNothingIsLostAndNothingStoredTwice() throws Exception {
        int syncs = countSyncs();
        assertThat(syncs).as("synced writes of a whole flush").isGreaterThan(20);

        List<Integer> tried = IntStream.rangeClosed(1, syncs)
                .filter(nth -> Sample.includes(nth, 3))
                .boxed()
                .toList();
        // Two at a time: a traced process waits for its tracer more than it works.
        for (int i = 0; i < tried.size(); i += 2) {
            try (Doomed one = new Doomed(tried.get(i));
                    Doomed other = new Doomed(tried.get(Math.min(i + 1, tried.size() - 1)))) {
                one.requireKilledWithoutHarm();
                other.requireKilledWithoutHarm();
            }
        }
    }

    /** A flush that is killed at its nth synced write. */
    private final class Doomed implements AutoCloseable {

        private final int nth;
        private final ReferenceFlush flush;
        private final WatchedIngest watched;
        private final KaizenSyncJar jar;

        Doomed(int nth) throws Exception {
            this.nth = nth;
            Path here = Files.createTempDirectory(folder, "sync-" + nth + "-");
            flush = new ReferenceFlush(here);
            watched = WatchedIngest.throttling(flush.server());
            jar = KaizenSyncJar.startUnder(
                    strace(here.resolve("strace.log"), "-e", "inject=" + SYNCS + ":signal=KILL:when=" + nth),
                    here,
                    FastStart.options(),
                    Map.of(),
                    flush.flushTo(watched.endpoint()));
        }

        void requireKilledWithoutHarm() throws InterruptedException {
            assertThat(jar.exitCode())
                    .as("at synced write " + nth + "; " + jar.err())
                    .isEqualTo(KILLED);
            flush.finishAndRequireNothingLost(1);
        }

        @Override
        public void close() {
            jar.close();
            watched.close();
            flush.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void f1_f13_killedWhileARequestIsUnderWayTheSameRowsGoAgainUnderTheirKey(Moment moment) throws Exception {
        int number = 1;
        while (!Sample.includes(number + moment.ordinal(), Moment.values().length) || killWhileHeldUp(number, moment)) {
            number++;
        }
        assertThat(number).as("requests of a whole flush").isGreaterThan(7);
    }

    /** Whether there was a POST of this number at all. */
    private boolean killWhileHeldUp(int number, Moment moment) throws Exception {
        Path here = folder.resolve(moment + "-" + number);
        try (ReferenceFlush flush = new ReferenceFlush(here);
                WatchedIngest watched = WatchedIngest.holdingUp(flush.server(), number, moment)) {
            List<String> arguments = flush.flushTo(watched.endpoint());
            try (KaizenSyncJar jar = KaizenSyncJar.start(here, arguments)) {
                while (!watched.awaitHeldUp(Duration.ofMillis(20))) {
                    if (jar.endsWithin(Duration.ZERO)) {
                        assertThat(jar.exitCode()).as(jar.err()).isEqualTo(DEAD_LETTERED);
                        return false;
                    }
                }
                jar.kill();
            }

            flush.finishAndRequireNothingLost(moment == Moment.ARRIVED ? 0 : 1);
            List<Post> posts = watched.posts();
            assertThat(posts.subList(number, posts.size()))
                    .as("what was on its way goes again as it was")
                    .first()
                    .isEqualTo(posts.get(number - 1));
            return true;
        }
    }

    /** How many synced writes an undisturbed flush makes. */
    private int countSyncs() throws Exception {
        Path here = folder.resolve("undisturbed");
        try (ReferenceFlush flush = new ReferenceFlush(here);
                WatchedIngest watched = WatchedIngest.throttling(flush.server())) {
            Path log = here.resolve("strace.log");
            try (KaizenSyncJar jar = KaizenSyncJar.startUnder(
                    strace(log), here, FastStart.options(), Map.of(), flush.flushTo(watched.endpoint()))) {
                assertThat(jar.exitCode()).as(jar.err()).isEqualTo(DEAD_LETTERED);
            }
            flush.finishAndRequireNothingLost(0);
            List<String> syncs = Files.readAllLines(log, UTF_8).stream()
                    .filter(line -> line.contains("sync("))
                    .toList();
            // Calls are counted per thread: where two make them, the second one's would not all be met.
            assertThat(syncs.stream()
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .collect(Collectors.toSet()))
                    .as("threads that sync")
                    .hasSize(1);
            return syncs.size();
        }
    }

    /** Becomes the traced program itself: what is signalled, and whose end is seen, is the jar. */
    private static List<String> strace(Path log, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("strace", "-D", "-f", "-o", log.toString(), "-e", "trace=" + SYNCS));
        command.addAll(List.of(options));
        assumeTrue(works(command), "strace is missing or may not trace (it needs to be allowed to), so nobody kills");
        return command;
    }

    private static boolean works(List<String> strace) throws InterruptedException {
        List<String> command = new ArrayList<>(strace);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
