package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.adapter.http.HttpIngestConfig;
import io.kaizen.sync.adapter.http.HttpIngestSettings;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.application.schedule.RemoteConfigFlush;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.domain.limits.SyncLimits;
import java.time.InstantSource;

/** What the server says of the configuration: how it is asked, where that is kept, and what holds in the end. */
final class ServerConfigModule extends AbstractModule {

    private final KaizenConfig config;

    ServerConfigModule(KaizenConfig config) {
        this.config = config;
    }

    /** Changes with each flush; until the first one, what is configured. Needs no database. */
    @Provides
    @Singleton
    EffectiveLimits obeyedLimits(SyncConfig sync) {
        return new EffectiveLimits(sync.limits(), config.pinned());
    }

    @Provides
    SyncLimits limitsAsLastSaid(Provider<OverrideStore> store) {
        return LimitsAsLastSaid.of(config, store::get);
    }

    @Provides
    OverrideStore overrideStore(OpenOutbox outbox) {
        return outbox.outbox().admin().overrides();
    }

    @Provides
    @Singleton
    IngestConfig ingestConfig(SyncConfig sync, Lifecycle lifecycle, Cancellation breakOff) {
        NameCaches.keepShort();
        HttpIngestSettings settings = HttpModule.settings(sync).forQuestions();
        Lazy<HttpIngestConfig> server = new Lazy<>(() -> {
            HttpIngestConfig http = lifecycle.closing(new HttpIngestConfig(settings));
            breakOff.by(http::close);
            return http;
        });
        return () -> server.get().ask();
    }

    @Provides
    RemoteConfigFlush.Ports ports(
            IngestConfig config,
            OverrideStore kept,
            OutboxStore outbox,
            Sleeper sleeper,
            InstantSource clock,
            FlushListener listener) {
        return new RemoteConfigFlush.Ports(config, kept, outbox, sleeper, clock, listener);
    }
}
