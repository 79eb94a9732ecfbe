package io.kaizen.sync.bootstrap.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.bootstrap.console.ResultStream.Loss;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResultStreamTest {

    @Test
    void whatIsPrintedArrivesAsUtf8() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        ResultStream out = ResultStream.over(target);

        out.println("Zürich");

        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("Zürich" + System.lineSeparator());
        assertThat(out.loss()).isEmpty();
    }

    @Test
    void b7_theFirstFailureIsRemembered() {
        ResultStream out = ResultStream.over(failing("No space left on device", "Broken pipe"));

        out.print("row");
        out.print("row");

        assertThat(out.loss()).contains(Loss.FAILED);
        assertThat(out.reason()).isEqualTo("No space left on device");
    }

    @Test
    void b7_whatFailsAtTheEndCountsToo() {
        ResultStream out = ResultStream.over(new BufferedOutputStream(failing("No space left on device")));

        out.print("row");

        assertThat(out.loss()).contains(Loss.FAILED);
        assertThat(out.reason()).isEqualTo("No space left on device");
    }

    @Test
    void b7_aBrokenPipeMeansThatTheReaderHasLeft() {
        ResultStream out = ResultStream.over(failing("Broken pipe"));

        out.print("row");

        assertThat(out.loss()).contains(Loss.NO_READER);
    }

    @Test
    void b17_aCommandThatWaitsHearsOnceThatItsLinesAreLost() {
        AtomicInteger heard = new AtomicInteger();
        ResultStream out = ResultStream.over(failing("No space left on device"));
        out.whenLost(heard::incrementAndGet);

        out.println("row");
        out.println("row");

        assertThat(heard).hasValue(1);
    }

    /** Fails at each write, for one reason after the other; the last one stays. */
    private static OutputStream failing(String... reasons) {
        Deque<String> left = new ArrayDeque<>(List.of(reasons));
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(left.size() > 1 ? left.removeFirst() : left.getFirst());
            }
        };
    }
}
