package io.kaizen.sync.bootstrap.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StatusLine line = new StatusLine(new PrintStream(bytes, true, UTF_8));

    @Test
    void linesAreJustLinesWhereNothingIsShown() {
        line.println("one");
        line.settle();

        assertThat(written()).isEqualTo("one\n");
    }

    @Test
    void aShorterStatusLeavesNothingOfALongerOne() {
        line.show("12345");
        line.show("12");

        assertThat(written()).isEqualTo("\r12345\r12   ");
    }

    @Test
    void linesAppearAboveTheStatus() {
        line.show("50 %");
        line.println("news");

        assertThat(written()).isEqualTo("\r50 %\r\u001b[2Knews\n50 %");
    }

    @Test
    void theStatusStaysWhenItIsSettled() {
        line.show("100 %");
        line.settle();
        line.println("after");

        assertThat(written()).isEqualTo("\r100 %\nafter\n");
    }

    private String written() {
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
