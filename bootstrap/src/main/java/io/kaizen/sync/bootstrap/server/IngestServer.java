package io.kaizen.sync.bootstrap.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The contract's server side on the JDK's own HTTP server, reachable from this machine alone. It runs from {@link #start}
 * until {@link #close}. This class is thread-safe.
 */
public final class IngestServer implements AutoCloseable {

    /** Requests served at once; further ones wait. */
    private static final int THREADS = 16;

    private static final Duration GRACE = Duration.ofSeconds(2);

    static {
        // Headers and body leave in two writes. With Nagle's algorithm the second waits for the client's delayed
        // acknowledgement, 40 ms per answer. The JDK reads this once, and has no other switch for it.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer http;
    private final ExecutorService threads;
    private final IngestLedger ledger;
    private final CountDownLatch closing;
    private final Optional<StrayFront> front;

    private IngestServer(
            HttpServer http,
            Optional<StrayFront> front,
            ExecutorService threads,
            IngestLedger ledger,
            CountDownLatch closing) {
        this.http = http;
        this.front = front;
        this.threads = threads;
        this.ledger = ledger;
        this.closing = closing;
    }

    /**
     * Starts a server that tells nobody what it stores.
     *
     * @throws IOException where the port cannot be had
     */
    public static IngestServer start(IngestServerSettings settings) throws IOException {
        return start(settings, IngestListener.NONE);
    }

    /**
     * Starts a server. It takes requests when this returns.
     *
     * @throws IOException where the port cannot be had
     */
    public static IngestServer start(IngestServerSettings settings, IngestListener listener) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        InetSocketAddress address = new InetSocketAddress(loopback, settings.port());
        boolean hasFront = settings.stray().isPresent();
        HttpServer http = HttpServer.create(hasFront ? new InetSocketAddress(loopback, 0) : address, 0);
        Optional<StrayFront> front = hasFront
                ? Optional.of(StrayFront.start(
                        address, http.getAddress().getPort(), settings.stray().get()))
                : Optional.empty();
        IngestLedger ledger = new IngestLedger();
        CountDownLatch closing = new CountDownLatch(1);
        BatchIntake intake = new BatchIntake(settings, ledger, listener);
        http.createContext("/", new IngestHandler(settings, ledger, intake, closing));
        ExecutorService threads = newThreads();
        http.setExecutor(threads);
        http.start();
        return new IngestServer(http, front, threads, ledger, closing);
    }

    /** The TCP port on loopback, never 0. */
    public int port() {
        return front.map(StrayFront::port).orElseGet(() -> http.getAddress().getPort());
    }

    /** The base URL that clients take as endpoint, without a trailing slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** What was stored and answered so far; readable after {@link #close} too. */
    public IngestLedger ledger() {
        return ledger;
    }

    /** Ends all delays, lets requests that are being served end within two seconds, then closes every connection. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurry) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        front.ifPresent(StrayFront::close);
    }

    private static ExecutorService newThreads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "ingest-server-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
