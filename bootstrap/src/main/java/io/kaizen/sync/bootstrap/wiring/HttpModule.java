package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.http.HttpIngestGateway;
import io.kaizen.sync.adapter.http.HttpIngestSettings;
import io.kaizen.sync.adapter.http.ResilientIngestGateway;
import io.kaizen.sync.adapter.http.row.Blake3ContentHasher;
import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.adapter.http.row.TimeOrderedIdempotencyKeys;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The way to the ingest server, and the forms in which things travel there. Only who sends something pays for the HTTP client and for the
 * JSON library: no signature here names their types.
 */
final class HttpModule extends AbstractModule {

    /** A server that does not even take a connection within this time is not there. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    @Provides
    @Singleton
    IngestGateway gateway(
            SyncConfig config,
            RetryPolicy retries,
            Sleeper sleeper,
            InstantSource clock,
            RandomGenerator random,
            Lifecycle lifecycle,
            Cancellation breakOff) {
        NameCaches.keepShort();
        HttpIngestSettings settings = settings(config);
        return new LazyIngestGateway(() -> {
            HttpIngestGateway http = lifecycle.closing(new HttpIngestGateway(settings, clock));
            breakOff.by(http::close);
            return new ResilientIngestGateway(http, retries, config.maxRequestsPerSecond(), sleeper, random);
        });
    }

    @Provides
    @Singleton
    RowEncoder encoder() {
        Lazy<RowEncoder> encoder = new Lazy<>(() -> new JacksonRowEncoder());
        return (spec, row) -> encoder.get().encode(spec, row);
    }

    @Provides
    @Singleton
    IdempotencyKeys keys(InstantSource clock) {
        Lazy<IdempotencyKeys> keys = new Lazy<>(() -> new TimeOrderedIdempotencyKeys(clock));
        return () -> keys.get().next();
    }

    @Provides
    ContentHasher hasher() {
        return new Blake3ContentHasher();
    }

    static HttpIngestSettings settings(SyncConfig config) {
        Duration whole = config.requestTimeout();
        return new HttpIngestSettings(
                config.endpoint(),
                config::teamToken,
                whole,
                whole.compareTo(CONNECT_TIMEOUT) < 0 ? whole : CONNECT_TIMEOUT,
                config.gzipLevel(),
                ProductVersion.get(),
                config.proxy());
    }
}
