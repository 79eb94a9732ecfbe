package io.kaizen.sync.adapter.http.internal.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** A body in memory, and whether any of it may have left. For one request. */
public final class RequestBody extends AbstractHttpEntity {

    private final ByteArrayOutputStream bytes;
    private volatile boolean started;

    /**
     * @param bytes as they travel; not changed
     * @param contentEncoding null for none
     */
    public RequestBody(ByteArrayOutputStream bytes, String contentType, @Nullable String contentEncoding) {
        super(contentType, contentEncoding);
        this.bytes = bytes;
    }

    /** Whether a byte of the body may have left the machine. Without one, no server can have stored it. */
    public boolean hasStarted() {
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
