package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.InMemoryOutbox.StoredRow;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One life of an outbox, from one seed: rows come in, good ones and bad ones, flushes send them to a server, well-mannered or not, and
 * everything in between fails and crashes. The invariants are checked after every write and every answer. After a while nothing fails
 * any more, and then the outbox must run empty.
 *
 * <p>The same seed gives the same life, event by event.
 */
public final class FlushSimulation {

    private static final List<Manners> ALL_MANNERS = List.of(Manners.values());
    private static final int TROUBLED_ROUNDS = 12;
    private static final int MOST_ROUNDS = TROUBLED_ROUNDS + 40;
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(10);
    /** Longer than any pause that a 429 can impose on a flusher. */
    private static final Duration BETWEEN_CALM_FLUSHES = Duration.ofMinutes(16);

    private final long seed;
    private final UnaryOperator<FlushOutboxService.Ports> mutation;
    private final RandomGenerator random;
    private final Fate fate;
    private final SimulatedTime time;
    private final InMemoryOutbox outbox;
    private final SimulatedProducer producer;
    private final SimulatedServer server;
    private final SimulatedIngest line;
    private final List<SimulatedExporter> exporters;
    private final Invariants invariants;
    private final FlushSettings settings;
    /** In some lives there are lanes, and each process divides the owners among another number of them. */
    private final boolean hasLanes;

    private final Trace trace = new Trace();
    private final SimulatedThreads threads;
    private final Interference interference;
    private @Nullable SimulatedProcess process;
    private int crashes;

    private FlushSimulation(
            long seed,
            Set<Fault> possible,
            @Nullable Manners chosen,
            UnaryOperator<FlushOutboxService.Ports> mutation) {
        this.seed = seed;
        this.mutation = mutation;
        this.random = new SplittableRandom(seed);
        this.fate = new Fate(random, withoutRealWaits(possible, random));
        this.time = new SimulatedTime(fate);
        this.outbox = new InMemoryOutbox(time);
        this.producer = new SimulatedProducer(outbox, fate);
        Manners manners = chosen == null ? ALL_MANNERS.get(random.nextInt(ALL_MANNERS.size())) : chosen;
        this.server = new SimulatedServer(fate, manners, 1 + random.nextInt(10), random.nextBoolean(), producer);
        this.line = new SimulatedIngest(fate, time, server);
        this.threads = new SimulatedThreads(random);
        this.exporters = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new SimulatedExporter("exporter-" + i, fate, time))
                .toList();
        this.hasLanes = random.nextBoolean();
        this.invariants = new Invariants(hasLanes, outbox, producer, server, exporters);
        this.interference = new Interference(fate, time, producer, threads, invariants, trace, this::newProcess);
        this.settings = randomSettings();
    }

    /** Who waits for a hanging exporter while the clock is set back waits for real. One of the two is enough for one life. */
    private static Set<Fault> withoutRealWaits(Set<Fault> possible, RandomGenerator random) {
        Set<Fault> chosen = EnumSet.noneOf(Fault.class);
        chosen.addAll(possible);
        chosen.remove(random.nextBoolean() ? Fault.EXPORTER_HANGS : Fault.CLOCK_JUMPS_BACK);
        return chosen;
    }

    /** A life that {@code seed} determines, in which anything may happen. */
    public static FlushSimulation seeded(long seed) {
        return mutated(seed, UnaryOperator.identity());
    }

    /** The same life with parts that {@code mutation} has put in place of sound ones: to try whether the invariants notice. */
    static FlushSimulation mutated(long seed, UnaryOperator<FlushOutboxService.Ports> mutation) {
        return new FlushSimulation(seed, EnumSet.allOf(Fault.class), null, mutation);
    }

    /** A life with a server of certain manners, in which only some things go wrong. */
    public static FlushSimulation seeded(long seed, Set<Fault> possible, Manners manners) {
        return new FlushSimulation(seed, possible, manners, UnaryOperator.identity());
    }

    /**
     * What a life came to.
     *
     * @param drained how long it took, from the first flush to the last row
     * @param doubled rows that the server has stored a second time
     * @param fired how often each fault struck
     * @param trace a number that tells lives apart: two that went the same way have the same
     */
    public record Result(
            int posts,
            int crashes,
            long sent,
            long dead,
            Duration drained,
            int doubled,
            long exportedAgain,
            Map<Fault, Integer> fired,
            long trace) {}

    /**
     * Lives it.
     *
     * @throws InvariantBroken if anything happens that must not, or the outbox does not run empty; names the seed
     */
    public Result run() {
        try {
            return live();
        } catch (InvariantBroken broken) {
            InvariantBroken named = new InvariantBroken("seed " + seed + ": " + broken.getMessage()
                    + "; replay it with -Dtest=FlushSimulationTest -Dsimulation.first=" + seed
                    + " -Dsimulation.seeds=1\n  " + trace.last());
            named.initCause(broken);
            throw named;
        }
    }

    private Result live() {
        producer.enqueue(5 + random.nextInt(40));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (round == TROUBLED_ROUNDS) {
                fate.calm();
            }
            flushOnce();
            invariants.check();
            if (fate.isCalm() && pending() == 0) {
                return result();
            }
            meanwhile();
        }
        throw new InvariantBroken("nothing fails any more, and still pending: " + pending() + " rows");
    }

    private void meanwhile() {
        if (fate.isCalm()) {
            // A row without evidence against it is a suspect for as long as nothing else of its kind comes.
            producer.enqueueEvidence();
            time.pass(BETWEEN_CALM_FLUSHES);
            return;
        }
        if (random.nextBoolean()) {
            producer.enqueue(random.nextInt(12));
        }
        if (fate.strikes(Fault.DEAD_ROWS_RETRIED)) {
            outbox.admin().deadLetters().retryAll();
        }
        time.pass(BETWEEN_FLUSHES);
    }

    private void flushOnce() {
        SimulatedProcess current = process == null ? interference.begin() : process;
        process = current;
        Duration before = time.passed();
        int postsBefore = line.posts();
        int startedBefore = interference.started();
        try {
            current.flush();
        } catch (SimulatedCrash crash) {
            trace.add("crash " + crash.getMessage());
            crashes++;
            interference.kill(current);
            process = null;
        }
        threads.join();
        if (time.isStopRequested()) {
            if (process != null) {
                interference.end(current);
            }
            process = null;
            time.processStarted();
        }
        requireBounded(
                time.passed().minus(before), line.posts() - postsBefore, 1 + interference.started() - startedBefore);
    }

    /** Waiting for 429s is bounded for a flush, everything else for a POST and the exporters beside it. */
    private void requireBounded(Duration flush, int posts, int processes) {
        Duration most = settings.retries()
                .maxRateLimitWait()
                .plus(Interference.PAUSE.multipliedBy(2))
                .multipliedBy(processes)
                .plus(Duration.ofMinutes(2).multipliedBy(posts + 20L));
        Invariants.require(flush.compareTo(most) <= 0, "a flush with " + posts + " POSTs took " + flush);
    }

    private SimulatedProcess newProcess() {
        return new SimulatedProcess(
                settings.withLanes(hasLanes ? 1 + random.nextInt(4) : 1),
                outbox,
                line,
                exporters,
                new SimulatedProcess.World(fate, time, server, random, trace, invariants, threads, interference),
                mutation);
    }

    private long pending() {
        return outbox.rows().stream().filter(row -> !row.sent()).count();
    }

    private Result result() {
        return new Result(
                line.posts(),
                crashes,
                outbox.rows().stream().filter(StoredRow::sent).count(),
                outbox.deadRows().size(),
                time.passed(),
                invariants.doubled(),
                exporters.stream().mapToLong(SimulatedExporter::repeated).sum(),
                Map.copyOf(fate.fired()),
                trace.fingerprint());
    }

    private FlushSettings randomSettings() {
        BackoffPolicy backoff = new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));
        return new FlushSettings(
                new BatchLimits(1 + random.nextInt(12), 40 + random.nextInt(400)),
                new BatchEnvelope("team", "blake3:simulated", Optional.empty()),
                new Destination("http://simulated", "team"),
                new RetryPolicy(backoff, random.nextInt(5), Duration.ofMinutes(5)),
                new CommitPolicy(random.nextBoolean()),
                OnPoison.DEAD_LETTER,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                false);
    }
}
