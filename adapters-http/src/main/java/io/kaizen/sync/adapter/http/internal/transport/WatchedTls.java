package io.kaizen.sync.adapter.http.internal.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off a handshake that an HTTP server without TLS will never answer: to it the client's first message is a request line that has
 * no end yet, and it waits in silence. After a second the server's address is asked over a connection of its own, in the clear and without
 * any secret. Thread-safe.
 */
final class WatchedTls implements TlsSocketStrategy {

    private static final int SILENCE_MILLIS = 1_000;

    /** Servers that do speak TLS answer 400 to a request in the clear, or send it on to https. */
    private static final Pattern IN_THE_CLEAR = Pattern.compile("HTTP/1\\.[01] (?!400|3)[0-9]{3}");

    private static final int STATUS_BYTES = "HTTP/1.1 200".length();

    private final TlsSocketStrategy tls;

    /** @param tls makes the handshake, on sockets that are connected to the server itself and to no proxy */
    WatchedTls(TlsSocketStrategy tls) {
        this.tls = tls;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean isInTheClear = new AtomicBoolean();
        Thread watch = new Thread(() -> watch(socket, target, over, isInTheClear), "tls-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            return tls.upgrade(socket, target, port, attachment, context);
        } catch (IOException failed) {
            throw isInTheClear.get() ? new SSLException(FailureWords.IN_THE_CLEAR, failed) : failed;
        } finally {
            over.countDown();
        }
    }

    private static void watch(Socket socket, String target, CountDownLatch over, AtomicBoolean isInTheClear) {
        try {
            SocketAddress server = socket.getRemoteSocketAddress();
            if (!over.await(SILENCE_MILLIS, TimeUnit.MILLISECONDS)
                    && speaksInTheClear(server, target)
                    && over.getCount() > 0) {
                isInTheClear.set(true);
                socket.close();
            }
        } catch (IOException noAnswer) {
            // Not known, then: the handshake has the rest of its time.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean speaksInTheClear(SocketAddress server, String target) throws IOException {
        try (Socket probe = new Socket()) {
            probe.connect(server, SILENCE_MILLIS);
            probe.setSoTimeout(SILENCE_MILLIS);
            String question = "GET / HTTP/1.1\r\nHost: " + target + "\r\nConnection: close\r\n\r\n";
            probe.getOutputStream().write(question.getBytes(ISO_8859_1));
            return isWithoutTls(new String(probe.getInputStream().readNBytes(STATUS_BYTES), ISO_8859_1));
        }
    }

    /** Whether one that begins its answer in the clear with {@code status} speaks no TLS at the same port. */
    static boolean isWithoutTls(String status) {
        return IN_THE_CLEAR.matcher(status).matches();
    }
}
