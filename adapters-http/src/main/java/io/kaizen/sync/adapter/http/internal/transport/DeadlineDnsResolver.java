package io.kaizen.sync.adapter.http.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives up on a name server that does not answer within a limit, or when the exchange that asks is broken off. The system's look-up can be
 * neither limited nor interrupted, so it runs in a thread of its own; a hung one may outlive the call. Thread-safe.
 */
final class DeadlineDnsResolver implements DnsResolver {

    private final DnsResolver system;
    private final Duration limit;
    private final Exchanges exchanges;

    DeadlineDnsResolver(DnsResolver system, Duration limit, Exchanges exchanges) {
        this.system = system;
        this.limit = limit;
        this.exchanges = exchanges;
    }

    /** Throws a {@link java.util.concurrent.CancellationException} when the exchange is broken off. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
        Thread thread = new Thread(() -> lookUp(host, lookup), "kaizen-http-dns");
        thread.setDaemon(true);
        thread.start();
        exchanges.ofThisThread().ifPresent(exchange -> exchange.whenBrokenOff(() -> lookup.cancel(false)));
        try {
            return lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            throw new UnknownHostException(host + " (the name server did not answer in " + limit.toMillis() + " ms)");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + " (interrupted)");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error fatal) {
                throw fatal;
            }
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(failed.getCause());
            throw unknown;
        }
    }

    /** Whatever is thrown is for the thread that waits. */
    private void lookUp(String host, CompletableFuture<InetAddress[]> lookup) {
        try {
            lookup.complete(system.resolve(host));
        } catch (Throwable failed) {
            lookup.completeExceptionally(failed);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
