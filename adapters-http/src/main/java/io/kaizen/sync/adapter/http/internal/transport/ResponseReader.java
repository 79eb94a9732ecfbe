package io.kaizen.sync.adapter.http.internal.transport;

import io.kaizen.sync.adapter.http.internal.transport.Response.Ending;
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
import org.jspecify.annotations.Nullable;

/** Takes from an answer what we look at: its status, its headers and a bounded part of its body. */
final class ResponseReader {

    private ResponseReader() {}

    /** Reads {@code response}, whose status stands whatever becomes of its body. Does not close it. */
    static Response read(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Ending ending = readBody(response.getEntity(), body);
        return new Response(response.getCode(), headers, body.toByteArray(), ending);
    }

    /** A body that breaks off is no failure of its own: the status is there. */
    private static Ending readBody(@Nullable HttpEntity entity, ByteArrayOutputStream body) {
        if (entity == null) {
            return Ending.MARKED;
        }
        boolean marked = entity.isChunked() || entity.getContentLength() >= 0;
        try {
            boolean whole = reachesEnd(entity.getContent(), body);
            return whole ? (marked ? Ending.MARKED : Ending.UNMARKED) : Ending.CUT;
        } catch (IOException cut) {
            return Ending.CUT;
        }
    }

    private static boolean reachesEnd(InputStream content, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[8192];
        while (body.size() < Response.MAX_BODY_BYTES) {
            int read = content.read(buffer, 0, Math.min(buffer.length, Response.MAX_BODY_BYTES - body.size()));
            if (read < 0) {
                return true;
            }
            body.write(buffer, 0, read);
        }
        return content.read() < 0;
    }
}
