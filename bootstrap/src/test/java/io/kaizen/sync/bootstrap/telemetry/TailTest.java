package io.kaizen.sync.bootstrap.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {

    @TempDir
    private Path folder;

    private Path file;
    private final List<String> seen = new ArrayList<>();
    private final List<Path> missing = new ArrayList<>();

    @BeforeEach
    void setUp() {
        file = folder.resolve("t.ndjson");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, c", "2, b c", "3, a b c", "4, a b c"})
    void showsTheLastLines(long count, String expected) throws Exception {
        write("a\nb\nc\n");

        assertThat(tail().show(count)).isEmpty();

        assertThat(String.join(" ", seen)).isEqualTo(expected);
    }

    @Test
    void aLineThatHasNotEndedIsOneOfTheLast() throws Exception {
        write("a\nb\nhal");

        tail().show(2);

        assertThat(seen).containsExactly("b", "hal");
    }

    @Test
    void findsTheLastLinesAcrossBlocks() throws Exception {
        List<String> lines = IntStream.range(0, 3_000)
                .mapToObj(i -> "line " + i + "x".repeat(i % 90))
                .toList();
        write(String.join("\n", lines) + "\n");

        tail().show(2_500);

        assertThat(seen).isEqualTo(lines.subList(500, 3_000));
    }

    @Test
    void ofALineWithoutEndOnlyTheBeginningIsKept() throws Exception {
        write("x".repeat(3 * LineBuffer.MAX_LINE_BYTES) + "\nnext\n");

        tail().show(10);

        assertThat(seen).extracting(String::length).containsExactly(LineBuffer.MAX_LINE_BYTES, 4);
    }

    @Test
    void namesFilesThatAreNotThere() throws Exception {
        assertThat(tail().show(10)).containsExactly(file);
    }

    @Test
    void followsWhatIsAdded() throws Exception {
        write("a\nb\n");

        follow(1, () -> append("c\nd"), () -> append("dd\ne\n"));

        assertThat(seen).containsExactly("b", "c", "ddd", "e");
    }

    @Test
    void aLineIsShownOnceHoweverManyPiecesItComesIn() throws Exception {
        write("");

        follow(10, () -> append("o"), () -> append("n"), () -> {}, () -> append("e\n"), () -> {});

        assertThat(seen).containsExactly("one");
    }

    @Test
    void waitsForAFileThatComesLater() throws Exception {
        follow(1, () -> {}, () -> write("a\nb\n"), () -> append("c\n"));

        assertThat(missing).containsExactly(file);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void followsARotation() throws Exception {
        write("a\n");

        follow(
                10,
                () -> {
                    append("last of the old\n");
                    Files.move(file, folder.resolve("t.ndjson.1"));
                },
                () -> Files.writeString(folder.resolve("t.ndjson.1"), "still to the old\n", StandardOpenOption.APPEND),
                () -> write("first of the new\n"),
                () -> append("second\n"));

        assertThat(seen).containsExactly("a", "last of the old", "still to the old", "first of the new", "second");
    }

    @Test
    void followsADeletedFileThatIsMadeAnew() throws Exception {
        write("a\n");

        follow(
                10,
                () -> {
                    Files.delete(file);
                    write("b\n");
                },
                () -> append("c\n"));

        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void beginsAnewWhereTheFileIsCut() throws Exception {
        write("a long line\nanother\n");

        follow(10, () -> write("b\n"), () -> append("c\n"));

        assertThat(seen).containsExactly("a long line", "another", "b", "c");
    }

    @Test
    void aTornLineThatItsWriterCutsOffLeavesNoTrace() throws Exception {
        write("a\n");

        follow(10, () -> append("{\"torn"), () -> write("a\n{\"whole\":1}\n"));

        assertThat(seen).containsExactly("a", "{\"whole\":1}");
    }

    @Test
    void halfALineInARotatedFileIsShownAsItIs() throws Exception {
        write("a\nhal");

        follow(10, () -> {
            Files.move(file, folder.resolve("t.ndjson.1"));
            write("b\n");
        });

        assertThat(seen).containsExactly("a", "hal", "b");
    }

    @Test
    void endsWhereNobodyReadsOn() throws Exception {
        write("a\n");

        tail().follow(10, missing::add, new ScriptedSleeper(List.of()), () -> false);

        assertThat(seen).containsExactly("a");
    }

    @Test
    void sleepsBetweenTwoLooks() throws Exception {
        ScriptedSleeper sleeper = new ScriptedSleeper(List.of(() -> {}, () -> {}));

        tail().follow(10, missing::add, sleeper, () -> true);

        assertThat(sleeper.slept).containsExactly(Tail.PAUSE, Tail.PAUSE, Tail.PAUSE);
    }

    @Test
    void refusesALinkAndNamesTheFile() throws Exception {
        Files.createSymbolicLink(file, Files.writeString(folder.resolve("secret"), "s\n"));

        assertThatThrownBy(() -> tail().show(1))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + file + ": it is not a regular file");
        assertThat(seen).isEmpty();
    }

    private Tail tail() {
        return new Tail(Map.of(file, line -> seen.add(new String(line, UTF_8))));
    }

    private void follow(long count, Step... steps) throws IOException {
        tail().follow(count, missing::add, new ScriptedSleeper(List.of(steps)), () -> true);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Takes one step in each sleep, and wants to stop when there is none left. */
    private static final class ScriptedSleeper implements Sleeper {

        private final Deque<Step> steps;
        private final List<Duration> slept = new ArrayList<>();

        ScriptedSleeper(List<Step> steps) {
            this.steps = new ArrayDeque<>(steps);
        }

        @Override
        public boolean sleep(Duration duration) {
            slept.add(duration);
            if (steps.isEmpty()) {
                return false;
            }
            try {
                steps.removeFirst().run();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
            return true;
        }

        @Override
        public boolean isStopRequested() {
            return steps.isEmpty();
        }
    }
}
