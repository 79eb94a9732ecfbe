package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.application.port.out.IdempotencyKeys;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.service.FlushOutboxService;
import io.kaizen.sync.application.service.FlushSettings;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.simulation.Fate.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One life of an outbox, from one seed: rows come in, flushes send them to a server that keeps the contract, and everything in between
 * fails and crashes. The invariants are checked after every write and every answer. After a while nothing fails any more, and then the
 * outbox must run empty.
 *
 * <p>The same seed gives the same life, event by event.
 */
public final class FlushSimulation {

    private static final int TROUBLED_ROUNDS = 12;
    private static final int MOST_ROUNDS = TROUBLED_ROUNDS + 40;
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(10);
    /** Longer than any pause that a 429 can impose on a flusher. */
    private static final Duration BETWEEN_CALM_FLUSHES = Duration.ofMinutes(16);

    private final long seed;
    private final RandomGenerator random;
    private final Fate fate;
    private final SimulatedTime time = new SimulatedTime();
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final SimulatedProducer producer;
    private final SimulatedIngest server;
    private final List<SimulatedExporter> exporters;
    private final Invariants invariants;
    private final FlushSettings settings;
    private final Trace trace = new Trace();
    private @Nullable Flusher process;
    private boolean secondIsAtWork;
    private int crashes;

    private FlushSimulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.fate = new Fate(random);
        this.producer = new SimulatedProducer(outbox, random);
        this.server = new SimulatedIngest(fate, time, 1 + random.nextInt(10), this::whileOnTheWire);
        this.exporters = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new SimulatedExporter("exporter-" + i, fate))
                .toList();
        this.invariants = new Invariants(producer, server, exporters);
        this.settings = randomSettings();
    }

    /** A life that {@code seed} determines. */
    public static FlushSimulation seeded(long seed) {
        return new FlushSimulation(seed);
    }

    /**
     * What a life came to.
     *
     * @param fired how often each fault struck, by its name
     * @param trace a number that tells lives apart: two that went the same way have the same
     */
    public record Result(int posts, int crashes, int rows, Duration drained, Map<Fault, Integer> fired, long trace) {

        /** How often the fault called {@code name} struck. */
        public int fired(String name) {
            return fired.getOrDefault(Fault.valueOf(name), 0);
        }

        /** The names of all faults there are. */
        public static List<String> faults() {
            return Arrays.stream(Fault.values()).map(Enum::name).toList();
        }
    }

    /**
     * Lives it.
     *
     * @throws InvariantBroken if anything happens that must not, or the outbox does not run empty; names the seed
     */
    public Result run() {
        try {
            return live();
        } catch (InvariantBroken broken) {
            InvariantBroken named = new InvariantBroken("seed " + seed + ": " + broken.getMessage());
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
            if (round >= TROUBLED_ROUNDS && producer.pendingRows().isEmpty()) {
                return result();
            }
            meanwhile(round);
        }
        throw new InvariantBroken("nothing fails any more, and still pending: " + producer.pendingRows());
    }

    private void meanwhile(int round) {
        boolean isCalm = round >= TROUBLED_ROUNDS;
        if (!isCalm && random.nextBoolean()) {
            producer.enqueue(random.nextInt(12));
        }
        time.pass(isCalm ? BETWEEN_CALM_FLUSHES : BETWEEN_FLUSHES);
    }

    private void flushOnce() {
        Flusher current = process == null ? new Flusher(exporters) : process;
        process = current;
        try {
            current.flush();
        } catch (SimulatedCrash crash) {
            trace.add("crash " + crash.getMessage());
            crashes++;
            current.die();
            process = null;
            exporters.forEach(SimulatedExporter::processStarted);
        }
    }

    /** What happens elsewhere while a batch is on the wire. */
    private void whileOnTheWire() {
        invariants.check();
        if (fate.strikes(Fault.ROW_REPLACED)) {
            producer.replace();
        }
        if (!secondIsAtWork && fate.strikes(Fault.SECOND_FLUSHER)) {
            secondIsAtWork = true;
            Flusher second = new Flusher(List.of());
            try {
                second.flush();
            } catch (SimulatedCrash crash) {
                trace.add("crash of the second flusher " + crash.getMessage());
            } finally {
                second.die();
                secondIsAtWork = false;
            }
        }
    }

    private Result result() {
        Duration drained = Duration.between(new SimulatedTime().instant(), time.instant());
        return new Result(
                server.posts(),
                crashes,
                producer.sentRows().size(),
                drained,
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

    /** A process that flushes, with a memory that dies with it. */
    private final class Flusher {

        private final OutboxStore store = outbox.newStore();
        private final FlushOutboxService service;

        Flusher(List<? extends Exporter> exporters) {
            FlushListener listener = trace.listener();
            IdempotencyKeys keys = () -> new IdempotencyKey(new UUID(random.nextLong(), random.nextLong()));
            this.service = new FlushOutboxService(
                    settings,
                    new FlushOutboxService.Ports(
                            new FaultyStore(store, fate, invariants::check),
                            server,
                            new PlainEncoder(),
                            keys,
                            List.copyOf(exporters),
                            new InlineThreads(),
                            time,
                            time,
                            random,
                            listener));
        }

        void flush() {
            service.flush();
        }

        void die() {
            outbox.kill(store);
        }
    }
}
