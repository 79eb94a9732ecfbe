package io.kaizen.sync.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** Takes from an answer what we look at: its status, its headers and a bounded part of its body. */
final class ResponseReader {

    /** What of a body is read, and no further. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private ResponseReader() {}

    /** Reads {@code response}, whose status stands whatever becomes of its body. Does not close it. */
    static IngestResponse read(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = readBody(response.getEntity(), body);
        return new IngestResponse(response.getCode(), headers, body.toByteArray(), complete);
    }

    private static boolean readBody(HttpEntity entity, ByteArrayOutputStream body) {
        if (entity == null) {
            return true;
        }
        try {
            InputStream content = entity.getContent();
            byte[] buffer = new byte[8192];
            while (body.size() <= MAX_BODY_BYTES) {
                int read = content.read(buffer, 0, Math.min(buffer.length, MAX_BODY_BYTES + 1 - body.size()));
                if (read < 0) {
                    return true;
                }
                body.write(buffer, 0, read);
            }
            return false;
        } catch (IOException cut) {
            return false;
        }
    }
}
