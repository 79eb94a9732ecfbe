package io.kaizen.sync.adapter.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives up on a name server that does not answer. The system's look-up can be neither limited nor interrupted, so it runs in a
 * thread of its own, which a hanging one outlives us in. Thread-safe.
 */
final class DeadlineDnsResolver implements DnsResolver {

    private final DnsResolver system;
    private final Duration limit;

    DeadlineDnsResolver(DnsResolver system, Duration limit) {
        this.system = system;
        this.limit = limit;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> system.resolve(host));
        Thread thread = new Thread(lookup, "kaizen-http-dns");
        thread.setDaemon(true);
        thread.start();
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

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
