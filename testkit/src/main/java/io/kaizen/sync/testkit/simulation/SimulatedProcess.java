package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.RetryingGateway;
import io.kaizen.sync.testkit.simulation.SimulatedExporter.Line;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A process that flushes, with a memory that dies with it. */
final class SimulatedProcess {

    private final InMemoryOutbox outbox;
    private final OutboxStore store;
    private final List<Line> lines;
    private final FlushSettings settings;
    private final SimulatedThreads threads;
    private final FlushOutboxService service;
    private final SimulatedServer server;

    /** What all processes share. */
    record World(
            Fate fate,
            SimulatedTime time,
            SimulatedServer server,
            RandomGenerator random,
            Trace trace,
            Invariants invariants,
            Interference interference) {}

    SimulatedProcess(
            FlushSettings settings,
            InMemoryOutbox outbox,
            SimulatedIngest line,
            List<SimulatedExporter> exporters,
            World world,
            UnaryOperator<FlushOutboxService.Ports> mutation) {
        this.settings = settings;
        this.outbox = outbox;
        this.server = world.server();
        this.store = outbox.newStore();
        this.lines = exporters.stream().map(SimulatedExporter::newLine).toList();
        RandomGenerator random = world.random();
        this.threads = new SimulatedThreads(random);
        this.service = new FlushOutboxService(
                settings,
                mutation.apply(new FlushOutboxService.Ports(
                        new FaultyStore(
                                store, world.fate(), world.interference()::dieIfDue, world.invariants(), random),
                        new RetryingGateway(line, settings.retries(), world.time(), random),
                        new PlainEncoder(),
                        () -> new IdempotencyKey(new UUID(random.nextLong(), random.nextLong())),
                        List.<Exporter>copyOf(lines),
                        new InlineThreads(world.fate(), world.time()),
                        world.time(),
                        world.time(),
                        random,
                        world.trace().listener(),
                        Runnable::run,
                        threads::newTurn)));
    }

    void flush() {
        server.during(service::flush);
    }

    /** In order. */
    void end() {
        store.close();
        excuseWhatWasExported();
    }

    /** By {@code kill -9}. */
    void die() {
        threads.kill();
        outbox.kill(store);
        excuseWhatWasExported();
    }

    /** Nobody else can know what this process has handed to exporters and not written down: at most the batch in flight of each worker. */
    void excuseWhatWasExported() {
        Set<RowId> pending = new HashSet<>();
        outbox.rows().stream()
                .filter(row -> !row.sent())
                .forEach(row -> pending.add(row.row().id()));
        for (Line line : lines) {
            Set<RowId> writtenDown = outbox.acknowledged(line.name());
            int rows = line.excuse(writtenDown, pending);
            int most = settings.limits().maxRows() * (settings.lanes() + 1);
            Invariants.require(rows <= most, line.name() + " has taken " + rows + " rows, and nothing says so");
        }
    }
}
