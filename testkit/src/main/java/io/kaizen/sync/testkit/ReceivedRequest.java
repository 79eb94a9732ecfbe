package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A request as {@link ScriptedIngest} got it. Immutable, its body included. */
public final class ReceivedRequest {

    private static final int GZIP_HEADER_BYTES = 10;
    private static final int GZIP_TRAILER_BYTES = 8;

    private final String method;
    private final String target;
    private final List<Header> headers;
    private final byte[] body;

    /** One line of a request's head. */
    public record Header(String name, String value) {}

    ReceivedRequest(String method, String target, List<Header> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    /** {@code POST}, as a rule. */
    public String method() {
        return method;
    }

    /** What stands behind the method: the path, as a rule. */
    public String target() {
        return target;
    }

    /** The lines of its head, in order, without the first. */
    public List<Header> headers() {
        return headers;
    }

    /** The values of the header {@code name}, in any case, one for each time it was given. */
    public List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The body as it came over the wire. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The body's text behind its one gzip member.
     *
     * @throws IllegalStateException if the body is anything but exactly one gzip member without optional parts
     */
    public String unzippedBody() {
        return new String(unzippedBytes(), UTF_8);
    }

    /** The same for a body that is no text. */
    public byte[] unzippedBytes() {
        if (body.length < GZIP_HEADER_BYTES || body[0] != 0x1f || body[1] != (byte) 0x8b || body[3] != 0) {
            throw new IllegalStateException("not gzip, or gzip with optional parts: "
                    + Arrays.toString(Arrays.copyOf(body, Math.min(body.length, GZIP_HEADER_BYTES))));
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body, GZIP_HEADER_BYTES, body.length - GZIP_HEADER_BYTES);
            byte[] unzipped = inflate(inflater);
            if (inflater.getRemaining() != GZIP_TRAILER_BYTES) {
                throw new IllegalStateException(inflater.getRemaining() + " bytes behind the first gzip member");
            }
            return unzipped;
        } catch (DataFormatException broken) {
            throw new IllegalStateException("broken gzip", broken);
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflate(Inflater inflater) throws DataFormatException {
        ByteArrayOutputStream unzipped = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!inflater.finished()) {
            int count = inflater.inflate(buffer);
            if (count == 0 && !inflater.finished()) {
                throw new IllegalStateException("the gzip member is cut off");
            }
            unzipped.write(buffer, 0, count);
        }
        return unzipped.toByteArray();
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + body.length + " bytes)";
    }
}
