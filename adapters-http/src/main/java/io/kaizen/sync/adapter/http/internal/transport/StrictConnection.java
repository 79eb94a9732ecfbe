package io.kaizen.sync.adapter.http.internal.transport;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that takes no bytes for an answer which nobody asked for. HTTP/1.1 pairs answers with requests by their order alone
 * (RFC 9112, section 9.2), so a left-over of the last answer would be believed to be the next one.
 *
 * <ul>
 *   <li>What is readable before a request is sent, in the socket, in TLS or in the library's buffer, makes the connection stale. The
 *       library's own check calls it stale at its end only, and reads left-overs into its buffer.
 *   <li>What comes before the request's last byte has left makes the connection good for nothing else. It is no proof: such a 2xx or
 *       409 is a failure to answer, and so is any other status on a connection that has carried a request before. On a new
 *       connection a refusal is heard: servers refuse a long body early.
 *   <li>A failure to write is kept back, because the answer to half a request may lie in the socket already.
 * </ul>
 *
 * <p>For one request at a time; {@link #close} is thread-safe.
 */
final class StrictConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    /** A read on a live connection waits that long, so this is what the check costs. Less than 1 ms cannot be asked for. */
    private static final Timeout PROBE = Timeout.ONE_MILLISECOND;

    /** How long the rest of an early answer's head is waited for, before the request goes on. */
    private static final Timeout EARLY_HEAD = Timeout.ofMilliseconds(100);

    /** Common servers and proxies close idle connections after 15 to 60 s. */
    private static final long IDLE_LIMIT_NANOS = Timeout.ofSeconds(14).toNanoseconds();

    /** Between two portions of a request there is a look for early answers. */
    private static final int PORTION_BYTES = 16 * 1024;

    private final AtomicBoolean closed = new AtomicBoolean();
    private Timeout socketTimeout = Timeout.INFINITE;
    private @Nullable Socket baseSocket;
    private @Nullable ClassicHttpResponse earlyAnswer;
    private long requests;
    private long idleSince = System.nanoTime();
    private boolean isQuiet;
    private boolean isSending;
    private boolean isSpoilt;

    StrictConnection(Http1Config config) {
        super(
                config,
                null,
                null,
                null,
                null,
                null,
                new DefaultHttpRequestWriterFactory(config),
                new DefaultHttpResponseParserFactory(config));
    }

    /** Asked by the pool whenever it hands out a kept connection, which the next request then goes over at once. */
    @Override
    public boolean isStale() {
        if (isSpoilt || System.nanoTime() - idleSince > IDLE_LIMIT_NANOS) {
            return true;
        }
        try {
            // On a connection that was in use nothing is readable, not even half a record of TLS, which a read would
            // not show.
            if (readableBytes() > 0) {
                return true;
            }
            requireQuiet();
            return false;
        } catch (IOException unusable) {
            return true;
        }
    }

    @Override
    public boolean isConsistent() {
        return super.isConsistent() && !isSpoilt;
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        if (!isQuiet) {
            requireQuiet();
        }
        isQuiet = false;
        isSending = true;
        requests++;
        super.sendRequestHeader(request);
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        isSending = false;
        ClassicHttpResponse answer = earlyAnswer == null ? super.receiveResponseHeader() : earlyAnswer;
        earlyAnswer = null;
        int status = answer.getCode();
        boolean mayBeProof = status / 100 == 2 || status == 409;
        if (isSpoilt && status >= 200 && (mayBeProof || requests > 1)) {
            throw new IOException("the server answered " + status
                    + " before it had the whole request, so the answer may belong to another one");
        }
        return answer;
    }

    /** Waits for as long as a read takes to find nothing. */
    private void requireQuiet() throws IOException {
        try {
            throw new IOException(
                    awaitInput(PROBE)
                            ? "the server sent something before it was asked"
                            : "the server closed the connection before it was asked");
        } catch (SocketTimeoutException nothingCame) {
            isQuiet = true;
        }
    }

    private int readableBytes() throws IOException {
        SocketHolder holder = ensureOpen();
        return holder.getBaseSocket().getInputStream().available()
                + holder.getInputStream().available();
    }

    /** Looks, in the middle of a request, whether the server has answered. Interim answers are allowed to come early. */
    private void hearEarlyAnswer() throws IOException {
        while (!isSpoilt && readableBytes() > 0 && isDataAvailable(PROBE)) {
            Socket socket = ensureOpen().getSocket();
            int usual = socket.getSoTimeout();
            isSpoilt = true;
            try {
                socket.setSoTimeout(EARLY_HEAD.toMillisecondsIntBound());
                ClassicHttpResponse head = super.receiveResponseHeader();
                if (head.getCode() < 200) {
                    isSpoilt = false;
                } else {
                    earlyAnswer = head;
                }
            } catch (SocketTimeoutException halfAHead) {
                // The parser has kept it, and goes on where it stopped.
            } catch (HttpException noAnswer) {
                throw new IOException(
                        "the server sent something before it had the request: " + noAnswer.getMessage(), noAnswer);
            } finally {
                socket.setSoTimeout(usual);
            }
        }
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        if (closed.get()) {
            holder.getBaseSocket().close();
            throw new InterruptedIOException("the connection was closed while it was made");
        }
        super.bind(holder);
        socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
    }

    @Override
    public void bind(Socket socket) throws IOException {
        if (socket instanceof SSLSocket tls && baseSocket != null) {
            bind(tls, baseSocket);
            return;
        }
        baseSocket = socket;
        bind(new SocketHolder(socket) {
            @Override
            protected OutputStream getOutputStream(Socket to) throws IOException {
                return new Outlet(to.getOutputStream());
            }
        });
    }

    @Override
    public void bind(SSLSocket tls, Socket socket) throws IOException {
        bind(new SocketHolder(tls, socket) {
            @Override
            protected OutputStream getOutputStream(Socket to) throws IOException {
                return new Outlet(to.getOutputStream());
            }
        });
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket tls ? tls.getSession() : null;
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        socketTimeout = timeout;
    }

    @Override
    public void passivate() {
        idleSince = System.nanoTime();
        super.setSocketTimeout(Timeout.INFINITE);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(socketTimeout);
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (closed.compareAndSet(false, true)) {
            super.close(mode);
        }
    }

    /** The way out, on which nothing goes any more once the server has answered or a write has failed. */
    private final class Outlet extends FilterOutputStream {

        Outlet(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += PORTION_BYTES) {
                if (isSending) {
                    hearEarlyAnswer();
                }
                if (earlyAnswer == null) {
                    writePortion(bytes, offset + done, Math.min(PORTION_BYTES, length - done));
                }
            }
        }

        private void writePortion(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException refused) {
                isSpoilt = true;
            }
        }
    }
}
