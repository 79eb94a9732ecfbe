package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.application.schedule.PurgingFlush;
import io.kaizen.sync.application.schedule.RemoteConfigFlush;
import io.kaizen.sync.bootstrap.config.ProjectName;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.bootstrap.config.TelemetryConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The flush, with the configuration in the words of domain and application. */
final class FlushModule extends AbstractModule {

    @Provides
    @Singleton
    FlushOutbox flushOutbox(
            FlushSettings settings,
            FlushOutboxService.Ports ports,
            EffectiveLimits limits,
            RemoteConfigFlush.Ports serverDriven,
            OutboxAdmin admin,
            SyncConfig sync) {
        FlushOutbox flush =
                new FlushOutboxService(settings, () -> limits.current().batch(), ports);
        return new PurgingFlush(
                new RemoteConfigFlush(flush, limits, settings.destination(), serverDriven),
                RetentionPolicy.ofDays(sync.storage().retainSentDays()),
                admin,
                ports.sleeper(),
                ports.clock(),
                ports.listener());
    }

    @Provides
    FlushOutboxService.Ports ports(
            OutboxStore store,
            IngestGateway gateway,
            RowEncoder encoder,
            IdempotencyKeys keys,
            List<Exporter> exporters,
            ExecutorService exporterThreads,
            Sleeper sleeper,
            InstantSource clock,
            RandomGenerator random,
            FlushListener listener,
            Executor threads) {
        return new FlushOutboxService.Ports(
                store, gateway, encoder, keys, exporters, exporterThreads, sleeper, clock, random, listener, threads);
    }

    /** As many as are needed: one to read, one to compress, and one for each lane that is on the wire. */
    @Provides
    @Singleton
    Executor flushThreads(Lifecycle lifecycle) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flush-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        lifecycle.closing(threads::shutdown);
        return threads;
    }

    @Provides
    static RetryPolicy retries(SyncConfig sync) {
        return new RetryPolicy(
                new BackoffPolicy(sync.retryInitial(), sync.retryMax()), sync.retryMaxFailures(), sync.maxRetryAfter());
    }

    @Provides
    FlushSettings settings(
            SyncConfig sync,
            TelemetryConfig telemetry,
            BatchEnvelope envelope,
            RetryPolicy retries,
            FlushOptions wish) {
        return new FlushSettings(
                sync.limits().batch(),
                envelope,
                sync.destination(),
                retries,
                new CommitPolicy(telemetry.failOpen()),
                sync.onPoison(),
                sync.requestTimeout(),
                sync.exporterTimeout(),
                wish.redirectParked(),
                sync.lanes(),
                KaizenKinds.REGISTRY);
    }

    @Provides
    BatchEnvelope envelope(Workspace workspace, SyncConfig sync, ContentHasher hasher) {
        byte[] salt = HexFormat.of().parseHex(sync.teamSaltHex().reveal());
        byte[] path = workspace.root().toString().getBytes(StandardCharsets.UTF_8);
        return new BatchEnvelope(sync.teamId(), hasher.hash(salt, path), ProjectName.derive(workspace, sync));
    }
}
