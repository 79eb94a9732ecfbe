package io.kaizen.sync.adapter.http.internal.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A body in memory, and whether any of it may have left. For one request. */
public final class RequestBody extends AbstractHttpEntity {

    private final GzipMember.Content bytes;
    private final long length;
    private volatile boolean started;

    /** @param gzipped what {@link GzipMember} has made; not changed */
    public RequestBody(ByteArrayOutputStream gzipped, String contentType) {
        super(contentType, "gzip");
        this.bytes = gzipped::writeTo;
        this.length = gzipped.size();
    }

    /** @param bytes not compressed; shared and not copied */
    public RequestBody(byte[] bytes, String contentType) {
        super(contentType, null);
        this.bytes = out -> out.write(bytes);
        this.length = bytes.length;
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
        return length;
    }

    @Override
    public InputStream getContent() throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        bytes.writeTo(copy);
        return new ByteArrayInputStream(copy.toByteArray());
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
