package io.kaizen.sync.adapter.http;

import io.kaizen.sync.domain.batch.Batch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A batch's body as one gzip member in memory, and what became of it on the wire. For one request.
 *
 * <p>A server that refuses a long body may answer and close before it has read it all. Then writing fails, but the answer may
 * lie in our socket already: so a failure to write is kept, and the client goes on to read.
 */
final class GzipBody extends AbstractHttpEntity {

    private final ByteArrayOutputStream bytes;
    private final Runnable whenBroken;
    private volatile boolean started;

    /**
     * @param bytes what {@link #compress} has made; not changed
     * @param whenBroken called where the body could not be written to its end: the connection is good for nothing but the answer
     */
    GzipBody(ByteArrayOutputStream bytes, Runnable whenBroken) {
        super("application/json", "gzip");
        this.bytes = bytes;
        this.whenBroken = whenBroken;
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
    public void writeTo(OutputStream out) {
        started = true;
        try {
            bytes.writeTo(out);
        } catch (IOException refused) {
            whenBroken.run();
        }
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
