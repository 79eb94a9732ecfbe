package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import java.time.InstantSource;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What the other modules stand on: configuration, the open outbox, clock, chance, the caller's wishes. */
final class FoundationModule extends AbstractModule {

    private final KaizenConfig config;
    private final FlushOptions wish;
    private final OpenOutbox outbox;
    private final Lifecycle lifecycle;
    private final Cancellation breakOff;

    FoundationModule(
            KaizenConfig config, FlushOptions wish, OpenOutbox outbox, Lifecycle lifecycle, Cancellation breakOff) {
        this.config = config;
        this.wish = wish;
        this.outbox = outbox;
        this.lifecycle = lifecycle;
        this.breakOff = breakOff;
    }

    @Override
    protected void configure() {
        bind(Workspace.class).toInstance(config.workspace());
        bind(SyncConfig.class).toInstance(config.sync());
        bind(TelemetryConfig.class).toInstance(config.telemetry());
        bind(FlushOptions.class).toInstance(wish);
        bind(Sleeper.class).toInstance(wish.sleeper());
        bind(FlushListener.class).toInstance(wish.listener());
        bind(OpenOutbox.class).toInstance(outbox);
        bind(Lifecycle.class).toInstance(lifecycle);
        bind(Cancellation.class).toInstance(breakOff);
        bind(InstantSource.class).toInstance(InstantSource.system());
        bind(RandomGenerator.class).toInstance(new Random());
    }
}
