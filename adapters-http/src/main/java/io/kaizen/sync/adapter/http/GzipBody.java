package io.kaizen.sync.adapter.http;

import io.kaizen.sync.domain.batch.Batch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A batch's body as one gzip member in memory, and whether any of it may have left. For one request. */
final class GzipBody extends AbstractHttpEntity {

    private final ByteArrayOutputStream bytes;
    private volatile boolean started;

    /** @param bytes what {@link #compress} has made; not changed */
    GzipBody(ByteArrayOutputStream bytes) {
        super("application/json", "gzip");
        this.bytes = bytes;
    }

    /** Compresses {@code batch} row by row. */
    static ByteArrayOutputStream compress(Batch batch, GzipMember gzip) {
        int expectedBytes = (int) Math.min(1 << 20, batch.bodyBytes() / 6 + 64);
        return gzip.of(batch::writeBodyTo, expectedBytes);
    }

    /** Whether a byte of the body may have left the machine. Without one, no server can have stored the batch. */
    boolean hasStarted() {
        return started;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        started = true;
        bytes.writeTo(out);
    }

    @Override
    public long getContentLength() {
        return bytes.size();
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    /** If it were not, the client would wrap it, and could no longer be asked about it. */
    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public void close() {}
}
