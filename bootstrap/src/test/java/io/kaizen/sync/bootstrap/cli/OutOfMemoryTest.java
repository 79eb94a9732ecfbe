package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicInteger ends = new AtomicInteger();

    @Test
    void f16_aThreadThatDiesOfItEndsTheProcessWithAWord() {
        outOfMemory(false).uncaughtException(Thread.currentThread(), new OutOfMemoryError("Java heap space"));

        assertThat(ends).hasValue(1);
        assertThat(err.toString(UTF_8))
                .startsWith("kaizen-sync: out of memory; ")
                .endsWith("\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void f16_itCountsWhereSomethingElseWasThrownBecauseOfIt() {
        outOfMemory(true)
                .uncaughtException(
                        Thread.currentThread(), new IllegalStateException("wrapped", new OutOfMemoryError("test")));

        assertThat(ends).hasValue(1);
        assertThat(out.toString(UTF_8)).startsWith("{\"error\":{\"reason\":\"internal\",\"message\":\"out of memory; ");
    }

    @Test
    void f16_theProcessEndsThoughNobodyReads() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };

        new OutOfMemory(true, closed, closed, ends::incrementAndGet).end();

        assertThat(ends).hasValue(1);
    }

    @Test
    void anythingElseThatAThreadDiesOfIsLoggedOnly() {
        outOfMemory(false).uncaughtException(Thread.currentThread(), new IllegalStateException("no"));

        assertThat(ends).hasValue(0);
    }

    @Test
    void causesThatGoInCirclesHaveAnEnd() {
        IllegalStateException one = new IllegalStateException();
        one.initCause(new IllegalStateException(one));

        assertThat(OutOfMemory.isBehind(one)).isFalse();
    }

    private OutOfMemory outOfMemory(boolean json) {
        return new OutOfMemory(json, out, err, ends::incrementAndGet);
    }
}
