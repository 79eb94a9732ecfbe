package io.kaizen.sync.testkit;

import io.kaizen.sync.testkit.Weather.Cut;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of network in front of a server, over real TCP on loopback, that cuts and slows what it carries: one {@link Weather}
 * for each connection, in order, and the usual one for all others. Close it after use. Thread-safe.
 */
public final class RoughLine implements AutoCloseable {

    /** How finely a paced line doles its bytes out. */
    private static final int PORTIONS_PER_SECOND = 50;

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Queue<Weather> forecast = new ConcurrentLinkedQueue<>();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong carriedUp = new AtomicLong();
    private final AtomicLong carriedDown = new AtomicLong();
    private volatile Weather usual = Weather.FAIR;

    private RoughLine(ServerSocket entrance, URI server) {
        this.entrance = entrance;
        this.host = server.getHost();
        this.port = server.getPort();
    }

    /** A line in fair weather to the server at {@code endpoint}, a URL with a port. */
    public static RoughLine to(String endpoint) {
        try {
            ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            RoughLine line = new RoughLine(entrance, URI.create(endpoint));
            startDaemon("rough-line-accept", line::acceptAll);
            return line;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Base URL of the near end, without a slash at its end. */
    public String endpoint() {
        return "http://" + entrance.getInetAddress().getHostAddress() + ":" + entrance.getLocalPort();
    }

    /** What the next connection meets that has no weather yet. */
    public void next(Weather weather) {
        forecast.add(weather);
    }

    /** What every connection meets from now on that {@link #next} says nothing of. */
    public void usually(Weather weather) {
        usual = weather;
    }

    /** Bytes that went towards the server so far. */
    public long carriedUp() {
        return carriedUp.get();
    }

    /** Bytes that went towards clients so far. */
    public long carriedDown() {
        return carriedDown.get();
    }

    @Override
    public void close() {
        closed.countDown();
        closeQuietly(entrance);
        sockets.forEach(RoughLine::closeQuietly);
    }

    private void acceptAll() {
        try {
            while (closed.getCount() > 0) {
                Socket client = entrance.accept();
                sockets.add(client);
                Weather next = forecast.poll();
                carry(client, next == null ? usual : next);
            }
        } catch (IOException entranceClosed) {
            close();
        }
    }

    private void carry(Socket client, Weather weather) throws IOException {
        Socket server = new Socket(host, port);
        sockets.add(server);
        Connection connection = new Connection(client, server, weather);
        startDaemon("rough-line-up", () -> connection.pump(client, server, weather.upLimit(), carriedUp));
        startDaemon("rough-line-down", () -> connection.pump(server, client, weather.downLimit(), carriedDown));
    }

    /** One connection through the line. */
    private final class Connection {

        private final Socket client;
        private final Socket server;
        private final Weather weather;

        Connection(Socket client, Socket server, Weather weather) {
            this.client = client;
            this.server = server;
            this.weather = weather;
        }

        /** Carries bytes one way until an end, or the line, breaks: that is part of the play. */
        void pump(Socket from, Socket to, long limit, AtomicLong carried) {
            try (client;
                    server) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[portion()];
                long left = limit;
                boolean first = true;
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!passesTime(first, read)) {
                        return;
                    }
                    first = false;
                    int passing = (int) Math.min(read, left);
                    out.write(buffer, 0, passing);
                    carried.addAndGet(passing);
                    left -= passing;
                    if (passing < read) {
                        cut();
                        return;
                    }
                }
            } catch (IOException gone) {
                closeQuietly(client);
                closeQuietly(server);
            }
        }

        private void cut() throws IOException {
            // An orderly end would let the server answer to half a request, and the client hear it.
            server.setSoLinger(true, 0);
            server.close();
            if (weather.cut() == Cut.RESET) {
                client.setSoLinger(true, 0);
            } else {
                // To close on unread bytes would be a reset, too.
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }

        private int portion() {
            long portion = weather.bytesPerSecond() / PORTIONS_PER_SECOND;
            return weather.bytesPerSecond() == 0 ? 16_384 : (int) Math.max(1, Math.min(16_384, portion));
        }

        /** Waits as long as {@code bytes} take. False if the line is closed meanwhile. */
        private boolean passesTime(boolean first, int bytes) {
            Duration time = first ? weather.delay() : Duration.ZERO;
            if (weather.bytesPerSecond() > 0) {
                time = time.plusNanos(bytes * 1_000_000_000L / weather.bytesPerSecond());
            }
            try {
                return time.isZero() || !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static void startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception broken) {
            throw new IllegalStateException("a socket could not be closed", broken);
        }
    }
}
