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
    private final SimulatedThreads.OfProcess threads;
    private final FlushOutboxService service;
    private final World world;
    private SimulatedServer.Client client;
    private boolean crashIsDue;

    /** What all processes share. */
    record World(
            Fate fate,
            SimulatedTime time,
            SimulatedServer server,
            RandomGenerator random,
            Trace trace,
            Invariants invariants,
            SimulatedThreads threads,
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
        this.world = world;
        this.client = world.server().newClient();
        this.store = outbox.newStore();
        this.lines = exporters.stream()
                .map(exporter -> exporter.newLine(this::duringExport))
                .toList();
        RandomGenerator random = world.random();
        this.threads = world.threads().newProcess();
        this.service = new FlushOutboxService(
                settings,
                mutation.apply(new FlushOutboxService.Ports(
                        new FaultyStore(store, world.fate(), this, world.invariants(), random),
                        new RetryingGateway(
                                line.from(this::client, this::whileOnTheWire),
                                settings.retries(),
                                world.time(),
                                random),
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
        client = world.server().newClient();
        service.flush();
    }

    SimulatedThreads.OfProcess threads() {
        return threads;
    }

    /** The flush that runs, as the server knows it. */
    SimulatedServer.Client client() {
        return client;
    }

    private void whileOnTheWire() {
        dieIfDue();
        world.interference().whileOnTheWire(this);
    }

    /** What an exporter throws counts as its own failure, so a crash in one comes out a little later. */
    private void duringExport() {
        crashIsDue |= world.fate().strikes(Fault.CRASH_DURING_EXPORT);
    }

    /** Where nobody catches it. */
    void dieIfDue() {
        if (crashIsDue) {
            crashIsDue = false;
            throw new SimulatedCrash("during an export");
        }
    }

    void letOthersRun() {
        threads.pauseForOthers();
    }

    /** It has found claims of another process, which may still live. */
    void hasTakenOver() {
        world.interference().excuseOthers(this);
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
