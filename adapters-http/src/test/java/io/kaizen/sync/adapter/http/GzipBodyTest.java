package io.kaizen.sync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.SampleBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GzipBodyTest {

    private final AtomicInteger broken = new AtomicInteger();
    private final GzipBody body =
            new GzipBody(GzipBody.compress(SampleBatches.events(3), new GzipMember(3)), broken::incrementAndGet);

    @Test
    void aBodyIsWrittenWholeAndAgain() {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        assertThat(body.hasStarted()).isFalse();

        body.writeTo(first);
        body.writeTo(second);

        assertThat(body.hasStarted()).isTrue();
        assertThat(first.toByteArray()).hasSize((int) body.getContentLength()).isEqualTo(second.toByteArray());
        assertThat(broken).hasValue(0);
    }

    /** The answer may be there all the same, and is read; but the connection must not be used again. */
    @Test
    void aFailureToWriteIsToldAndNotThrown() {
        OutputStream refusing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        body.writeTo(refusing);

        assertThat(broken).hasValue(1);
        assertThat(body.hasStarted()).isTrue();
    }
}
