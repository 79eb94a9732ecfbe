package io.kaizen.sync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.testkit.ReceivedRequest.Header;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection to {@link ScriptedIngest}, seen from the server, for a {@link Reply} to misbehave on. For one thread. */
public final class Wire {

    private final Socket socket;
    private final InputStream in;
    private final Consumer<ReceivedRequest> received;
    private final Consumer<ReceivedRequest> stored;
    private final CountDownLatch serverClosed;

    Wire(
            Socket socket,
            Consumer<ReceivedRequest> received,
            Consumer<ReceivedRequest> stored,
            CountDownLatch serverClosed)
            throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.received = received;
        this.stored = stored;
        this.serverClosed = serverClosed;
    }

    /** Waits for a request's first byte, which it leaves to be read. Negative if the connection ends instead. */
    int awaitRequest() throws IOException {
        if (socket.isClosed()) {
            return -1;
        }
        in.mark(1);
        int first = in.read();
        if (first >= 0) {
            in.reset();
        }
        return first;
    }

    /** Reads a whole request. From now on {@link ScriptedIngest#requests} has it. */
    public ReceivedRequest readRequest() throws IOException {
        return read(true);
    }

    /** Reads a request's head and leaves its body where it is. {@link ScriptedIngest#requests} has it without body. */
    public ReceivedRequest readHead() throws IOException {
        return read(false);
    }

    /** Reads the body that {@link #readHead} has left. */
    public byte[] readBodyOf(ReceivedRequest head) throws IOException {
        return readBytes(Integer.parseInt(head.header("Content-Length").get(0)));
    }

    /** From now on {@link ScriptedIngest#stored} has {@code request}. */
    public void store(ReceivedRequest request) {
        stored.accept(request);
    }

    private ReceivedRequest read(boolean withBody) throws IOException {
        String[] requestLine = partsOf(readLine(), " ", 3);
        List<Header> headers = new ArrayList<>();
        int length = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String[] parts = partsOf(line, ":", 2);
            Header header = new Header(parts[0], parts[1].strip());
            headers.add(header);
            if (header.name().equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(header.value());
            }
        }
        byte[] body = withBody ? readBytes(length) : new byte[0];
        ReceivedRequest request = new ReceivedRequest(requestLine[0], requestLine[1], headers, body);
        received.accept(request);
        return request;
    }

    private static String[] partsOf(String line, String separator, int count) throws ProtocolException {
        String[] parts = line.split(separator, count);
        if (parts.length < count) {
            throw new ProtocolException("not HTTP: " + line);
        }
        return parts;
    }

    /**
     * Reads exactly {@code count} bytes.
     *
     * @throws EOFException if there are fewer
     */
    public byte[] readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the client closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the client closed within the head");
            }
            line.write(b);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    /** Sends {@code text} in UTF-8, at once. */
    public void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    /** Sends {@code bytes}, at once. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends one byte after the other, {@code pause} apart, until the client or the server closes. */
    public void drip(String text, Duration pause) throws IOException {
        for (byte b : text.getBytes(UTF_8)) {
            if (serverClosesWithin(pause)) {
                return;
            }
            send(new byte[] {b});
        }
    }

    private boolean serverClosesWithin(Duration time) {
        try {
            return serverClosed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until the client closes or resets, and throws away what it still sends. */
    public void awaitClose() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            // A client that gives up may well reset: that is what was waited for.
            close();
        }
    }

    /** Closes in order, so that the client reads an end (FIN). */
    public void close() throws IOException {
        socket.close();
    }

    /** Closes so that the client sees "connection reset" (RST), and may lose what it has not read. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
