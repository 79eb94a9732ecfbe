package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonLinesTest {

    @Test
    void returnsLineAfterLine() {
        assertThat(read("{\"a\":1}\n{\"b\":2}\n")).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(read("one\ntwo")).containsExactly("one", "two");
    }

    @Test
    void windowsLineEndsAndByteOrderMarksDoNotCount() {
        assertThat(read("\uFEFFone\r\ntwo\r\n")).containsExactly("one", "two");
    }

    @Test
    void blankLinesArePassedOver() {
        assertThat(read("\n  \none\n\t\r\n\ntwo\n\n")).containsExactly("one", "two");
    }

    @Test
    void nothingHoldsNoLines() {
        assertThat(read("")).isEmpty();
        assertThat(read("\n \n")).isEmpty();
    }

    @Test
    void linesKeepTheNumbersTheyHaveInTheFile() {
        NdjsonLines lines = lines("\none\n\n\ntwo\nthree\n\nfour");
        lines.forEachRemaining(line -> {});

        assertThat(lines.lineNumberOf(1)).isEqualTo(2);
        assertThat(lines.lineNumberOf(2)).isEqualTo(5);
        assertThat(lines.lineNumberOf(3)).isEqualTo(6);
        assertThat(lines.lineNumberOf(4)).isEqualTo(8);
    }

    @Test
    void numbersHoldForManyRunsOfBlankLines() {
        NdjsonLines lines = lines("x\n\n".repeat(1_000));
        lines.forEachRemaining(line -> {});

        assertThat(lines.lineNumberOf(1_000)).isEqualTo(1_999);
    }

    @Test
    void linesMayBeLongerThanTheBuffer() {
        String longLine = "x".repeat(200_000);

        assertThat(read(longLine + "\n" + longLine + "y\nshort")).containsExactly(longLine, longLine + "y", "short");
    }

    @Test
    void aLineThatNeverEndsIsRefusedBeforeItFillsTheMemory() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new NdjsonLines(endless).hasNext())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("line 1 is longer than 16777216 bytes");
    }

    private static List<String> read(String text) {
        List<String> read = new ArrayList<>();
        lines(text).forEachRemaining(line -> read.add(new String(line, UTF_8)));
        return read;
    }

    private static NdjsonLines lines(String text) {
        return new NdjsonLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
