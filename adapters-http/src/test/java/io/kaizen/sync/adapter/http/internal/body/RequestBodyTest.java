package io.kaizen.sync.adapter.http.internal.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.testkit.SampleBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private final RequestBody body = new RequestBody(new GzipMember(3).of(SampleBatches.events(3)), "application/json");

    @Test
    void aBodyIsWrittenWholeAndAgain() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        assertThat(body.hasStarted()).isFalse();

        body.writeTo(first);
        body.writeTo(second);

        assertThat(body.hasStarted()).isTrue();
        assertThat(first.toByteArray()).hasSize((int) body.getContentLength()).isEqualTo(second.toByteArray());
    }
}
