package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.export.FanOut;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.policy.Judge;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Empties an outbox: claim → send → judge → commit, batch after batch. Remembers between flushes what exporters have taken, and that
 * the server asked for a pause. For one thread at a time.
 */
public final class FlushOutboxService implements FlushOutbox {

    private final FlushSettings settings;
    private final Supplier<BatchLimits> limits;
    private final Ports ports;
    private final Judge judge;
    private final FanOut fanOut;
    private final DestinationPause pause = new DestinationPause();
    private final OddAnswers oddAnswers = new OddAnswers();

    /**
     * What the service works with. It closes none of them.
     *
     * @param exporters in any order, each with a name of its own
     * @param threads for what is done beside: to read and compress the next batch, and for workers on other lanes.
     *     Must run as many tasks at once as there are lanes, and two more; may run each at once on the calling thread, and then nothing is
     *     done beside
     * @param exporterThreads must run as many tasks at once as there are exporters, and one more for each that hangs
     */
    public record Ports(
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
            Executor threads,
            Supplier<Turn> turns) {

        public Ports {
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(gateway, "gateway");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(keys, "keys");
            exporters = List.copyOf(exporters);
            Objects.requireNonNull(exporterThreads, "exporterThreads");
            Objects.requireNonNull(sleeper, "sleeper");
            Objects.requireNonNull(clock, "clock");
            Objects.requireNonNull(random, "random");
            Objects.requireNonNull(listener, "listener");
            Objects.requireNonNull(threads, "threads");
            Objects.requireNonNull(turns, "turns");
        }

        /** For workers that are threads. */
        public Ports(
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
            this(
                    store,
                    gateway,
                    encoder,
                    keys,
                    exporters,
                    exporterThreads,
                    sleeper,
                    clock,
                    random,
                    listener,
                    threads,
                    () -> Turn.ofThreads(threads));
        }

        /** For a flush that does one thing after the other, on the thread that it is called on. */
        public Ports(
                OutboxStore store,
                IngestGateway gateway,
                RowEncoder encoder,
                IdempotencyKeys keys,
                List<Exporter> exporters,
                ExecutorService exporterThreads,
                Sleeper sleeper,
                InstantSource clock,
                RandomGenerator random,
                FlushListener listener) {
            this(
                    store,
                    gateway,
                    encoder,
                    keys,
                    exporters,
                    exporterThreads,
                    sleeper,
                    clock,
                    random,
                    listener,
                    Runnable::run);
        }
    }

    /** Flushes under the limits of {@code settings}. */
    public FlushOutboxService(FlushSettings settings, Ports ports) {
        this(settings, settings::limits, ports);
    }

    /**
     * Flushes under limits that may change from flush to flush.
     *
     * @param limits asked at the beginning of each flush, in place of the limits of {@code settings}
     */
    public FlushOutboxService(FlushSettings settings, Supplier<BatchLimits> limits, Ports ports) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.ports = Objects.requireNonNull(ports, "ports");
        this.judge = new Judge(settings.retries(), settings.commits(), settings.onPoison());
        this.fanOut = new FanOut(ports.exporters(), ports.exporterThreads(), settings.exporterTimeout(), ports.clock());
    }

    @Override
    public FlushReport flush() {
        return new FlushRun(new FlushContext(
                        settings.withLimits(
                                limits.get().within(Runtime.getRuntime().maxMemory(), settings.lanes())),
                        judge,
                        ports.store(),
                        new PendingCommits(ports.store()),
                        ports.gateway(),
                        ports.encoder(),
                        ports.keys(),
                        fanOut,
                        ports.sleeper(),
                        ports.clock(),
                        ports.random(),
                        ports.listener(),
                        pause,
                        oddAnswers,
                        new RateLimitWaits(),
                        new FlushTally(),
                        ports.threads(),
                        ports.turns().get()))
                .run();
    }
}
