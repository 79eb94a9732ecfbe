package io.kaizen.sync.bootstrap.demo;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.bootstrap.config.ConfigLoader;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.Workspace;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.bootstrap.server.Misbehaviour;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.OwnerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Flushes a few thousand rows of all kinds from a temporary home to an ingest server that splits, throttles and drops answers, and
 * then asks the server what it has. Everything is real but the rows: files, database, HTTP, configuration. For one thread, once.
 */
public final class Demo {

    /** Rows per kind, put into the outbox in turns, so that the kinds lie mixed. */
    private static final Map<BatchKind, Integer> ROWS = Map.of(
            BatchKind.EVENTS, 3_000,
            BatchKind.TOOL_SPANS, 1_200,
            BatchKind.REPO_SNAPSHOTS, 200,
            BatchKind.WORKSPACE_FACTS, 100,
            BatchKind.SESSION_EVALS, 400,
            BatchKind.SESSION_FEEDBACK, 300);

    private static final int TURNS = 5;
    private static final long SEED = 20_261_123;

    private static final int MAX_ITEMS = 150;
    private static final int SLOW_DOWN_EVERY = 21;
    private static final int DROP_EVERY = 9;
    private static final Duration ANSWER_DELAY = Duration.ofMillis(15);

    private final Sleeper sleeper;
    private final FlushListener display;
    private final Consumer<String> say;
    private final Consumer<Runnable> breakOff;

    /**
     * Makes a demo.
     *
     * @param sleeper knows when the user wants to stop
     * @param display hears what happens during the flush
     * @param say takes a sentence for the user, about what comes next
     * @param breakOff is told what breaks off a request on the wire
     */
    public Demo(Sleeper sleeper, FlushListener display, Consumer<String> say, Consumer<Runnable> breakOff) {
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.display = Objects.requireNonNull(display, "display");
        this.say = Objects.requireNonNull(say, "say");
        this.breakOff = Objects.requireNonNull(breakOff, "breakOff");
    }

    /**
     * Runs the demo and removes all it made.
     *
     * @throws IOException if it cannot have a temporary folder or a port
     */
    public DemoResult run() throws IOException {
        try (DemoHome home = DemoHome.create();
                IngestServer server = IngestServer.start(naughtyServer())) {
            say.accept("ingest server at " + server.url() + ": takes at most " + MAX_ITEMS
                    + " rows at once, answers 429 to one" + " request in " + SLOW_DOWN_EVERY
                    + " and nothing at all to one in " + DROP_EVERY);
            home.writeConfig(server.url(), IngestServerSettings.DEMO_TOKEN);
            return run(home, server);
        }
    }

    private DemoResult run(DemoHome home, IngestServer server) {
        // The user's own environment has no say here: it may name the real server.
        Map<String, String> environment = Map.of();
        Workspace workspace = Workspace.locate(
                Optional.of(home.workspace()), Optional.of(home.home()), Optional.<Path>empty(), environment);
        KaizenConfig config = ConfigLoader.load(workspace, environment, List.of());
        DemoTally tally = new DemoTally();
        try (Engine engine = Engine.assemble(config, new FlushOptions(sleeper, tally.andThen(display), false))) {
            breakOff.accept(engine::breakOffRequests);
            Map<BatchKind, Integer> enqueued = fill(engine.enqueueRows());
            say.accept(enqueued.values().stream().mapToInt(Integer::intValue).sum() + " rows of " + enqueued.size()
                    + " kinds are in the outbox " + workspace.database());
            long start = System.nanoTime();
            FlushReport report = engine.flush();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            OutboxStatus outbox = engine.status();
            return new DemoResult(enqueued, outbox, server.ledger().snapshot(), tally.byKind(), report, elapsed);
        }
    }

    private static Map<BatchKind, Integer> fill(EnqueueRows outbox) {
        DemoRows rows = new DemoRows(SEED);
        Map<BatchKind, Integer> enqueued = new HashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
                BatchKind kind = spec.kind();
                int count = ROWS.getOrDefault(kind, 0) / TURNS;
                int first = turn * count;
                EnqueueRows.Request request = new EnqueueRows.Request(kind, new OwnerId("demo"), false, false);
                outbox.enqueue(
                        request,
                        IntStream.range(first, first + count)
                                .mapToObj(index -> rows.row(kind, index))
                                .iterator());
                enqueued.merge(kind, count, Integer::sum);
            }
        }
        return enqueued;
    }

    private static IngestServerSettings naughtyServer() {
        return IngestServerSettings.builder()
                .maxItems(MAX_ITEMS)
                .strict(true)
                .misbehaviour(new Misbehaviour(
                        Optional.of(new Misbehaviour.Failure(SLOW_DOWN_EVERY, 429, OptionalLong.of(1))),
                        OptionalInt.of(DROP_EVERY),
                        ANSWER_DELAY))
                .build();
    }
}
