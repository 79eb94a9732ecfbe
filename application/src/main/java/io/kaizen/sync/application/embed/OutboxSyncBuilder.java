package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestEndpoint;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.store.Outbox;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetentionPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.redaction.RedactionRules;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts an {@link OutboxSync} together. Only {@link #team}, or {@link #envelope} in its place, must be called; everything else begins with the
 * defaults of the configuration. For one thread, and one {@link #build}.
 */
public final class OutboxSyncBuilder {

    private static final BackoffPolicy USUAL_BACKOFF =
            new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30));

    final Outbox outbox;
    final IngestEndpoint ingest;
    final List<Exporter> exporters = new ArrayList<>();
    String teamId = "";
    Secret teamSaltHex = Secret.of("");
    String workspace = "";
    Optional<String> projectName = Optional.empty();

    @Nullable
    BatchEnvelope envelope;

    @Nullable
    IngestGateway gateway;

    @Nullable
    RedactionRules redaction = RedactionRules.standard();

    boolean obeysServer = true;

    @Nullable
    IngestConfig serverConfig;

    final Set<Overridable> pinned = EnumSet.noneOf(Overridable.class);
    BatchLimits limits = new BatchLimits(500, 1_000_000);
    RetryPolicy retries = new RetryPolicy(USUAL_BACKOFF, 12, Duration.ofMinutes(5));
    CommitPolicy commits = new CommitPolicy(true);
    OnPoison onPoison = OnPoison.DEAD_LETTER;
    boolean redirectParked;
    int lanes = 1;
    KindRegistry kinds = KaizenKinds.REGISTRY;
    double sampleRate = 1;
    RetentionPolicy retention = RetentionPolicy.ofDays(Optional.empty());
    Duration exporterTimeout = Duration.ofSeconds(30);
    Duration closeTimeout = Duration.ofSeconds(8);
    FlushListener listener = FlushListener.NONE;
    InstantSource clock = SystemDefaults.clock();
    RandomGenerator random = SystemDefaults.random();
    ThreadFactory threads = SystemDefaults.threads();

    OutboxSyncBuilder(Outbox outbox, IngestEndpoint ingest) {
        this.outbox = Objects.requireNonNull(outbox, "outbox");
        this.ingest = Objects.requireNonNull(ingest, "ingest");
    }

    /**
     * Whose rows these are.
     *
     * @param saltHex 64 hex digits, the same for the whole team
     */
    public OutboxSyncBuilder team(String id, Secret saltHex) {
        teamId = Objects.requireNonNull(id, "id");
        teamSaltHex = Objects.requireNonNull(saltHex, "saltHex");
        return this;
    }

    /**
     * What tells this sender from others of the team: only its salted hash travels. For a folder that agents work in its canonical
     * absolute path, as kaizen has it; for a service any name of its own. Empty by default.
     */
    public OutboxSyncBuilder workspace(String path) {
        workspace = Objects.requireNonNull(path, "path");
        return this;
    }

    /** A name to show for the workspace; left out by default. */
    public OutboxSyncBuilder projectName(String name) {
        projectName = Optional.of(name);
        return this;
    }

    /**
     * The envelope as it is to travel, in place of the one made of {@link #team}, {@link #workspace} and {@link #projectName}. Without a team's
     * salt nothing can be redacted, so {@link #storeAsGiven} must be called too.
     */
    public OutboxSyncBuilder envelope(BatchEnvelope ready) {
        envelope = Objects.requireNonNull(ready, "envelope");
        return this;
    }

    /** How the payloads of events are redacted before they are stored: by the standard rules by default. */
    public OutboxSyncBuilder redaction(RedactionRules rules) {
        redaction = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /** Nothing is redacted: for somebody who enqueues only what may leave the machine as it is. */
    public OutboxSyncBuilder storeAsGiven() {
        redaction = null;
        return this;
    }

    /**
     * Another way to the server than that of the ingest endpoint, whose encoder and keys stay in use. Nobody is then asked for configuration
     * but who is named by {@link #serverConfig}. Not closed.
     */
    public OutboxSyncBuilder gateway(IngestGateway other) {
        gateway = Objects.requireNonNull(other, "gateway");
        return this;
    }

    /**
     * Who is asked what the server overrides: limits of a batch, interval and sample rate. By default the ingest
     * endpoint: before the first batch and then at most every ten minutes, for at most three seconds. What it says wins over what this
     * builder is told, but for what is {@linkplain #pin pinned}. A source that is given here is not closed.
     */
    public OutboxSyncBuilder serverConfig(IngestConfig source) {
        serverConfig = Objects.requireNonNull(source, "source");
        obeysServer = true;
        return this;
    }

    /** The server is not asked and overrides nothing. */
    public OutboxSyncBuilder ignoreServerConfig() {
        obeysServer = false;
        return this;
    }

    /** Keeps the server from overriding these. By default it may override everything that is {@link Overridable}. */
    public OutboxSyncBuilder pin(Overridable... keys) {
        pinned.addAll(List.of(keys));
        return this;
    }

    /** How much one batch carries: by default 500 rows and 1,000,000 bytes. */
    public OutboxSyncBuilder limits(BatchLimits most) {
        limits = Objects.requireNonNull(most, "limits");
        return this;
    }

    /** When a batch goes out again: by default 12 times, after 200 ms doubling to 30 s; at most 5 min for 429s in a flush. */
    public OutboxSyncBuilder retries(RetryPolicy policy) {
        retries = Objects.requireNonNull(policy, "retries");
        return this;
    }

    /** What becomes of rows that can never be sent: dead letters by default. */
    public OutboxSyncBuilder onPoison(OnPoison what) {
        onPoison = Objects.requireNonNull(what, "onPoison");
        return this;
    }

    /** Sends batches that were begun for another endpoint or team to the present one, where they may then be twice. Off by default. */
    public OutboxSyncBuilder redirectParked(boolean redirect) {
        redirectParked = redirect;
        return this;
    }

    /**
     * Most requests on the wire at a time, from 1, the default, to {@value io.kaizen.sync.application.flush.FlushSettings#MOST_LANES}: each
     * for a kind and a share of its owners, so that order is kept per owner.
     */
    public OutboxSyncBuilder lanes(int most) {
        lanes = most;
        return this;
    }

    /**
     * What can be enqueued and sent, in place of kaizen's six kinds: {@code KaizenKinds.REGISTRY.with(KindSpec.posted(…))}, for example. Rows of
     * any other kind are dead letters. Every program that flushes this outbox must know all of its kinds.
     */
    public OutboxSyncBuilder kinds(KindRegistry registry) {
        kinds = Objects.requireNonNull(registry, "kinds");
        return this;
    }

    /** Share of events that are enqueued, from 0 to 1; all by default. Other kinds are not sampled. */
    public OutboxSyncBuilder sampleRate(double share) {
        sampleRate = share;
        return this;
    }

    /** How long sent rows are kept: by default 7 days, and for ever in a database that kaizen made. */
    public OutboxSyncBuilder retention(RetentionPolicy policy) {
        retention = Objects.requireNonNull(policy, "retention");
        return this;
    }

    /** Adds a second destination, with a name of its own. It is closed with the sync. */
    public OutboxSyncBuilder exporter(Exporter exporter) {
        exporters.add(Objects.requireNonNull(exporter, "exporter"));
        return this;
    }

    /** Whether a batch that the server has is committed though an exporter failed: true by default. */
    public OutboxSyncBuilder failOpen(boolean open) {
        commits = new CommitPolicy(open);
        return this;
    }

    /** Longest time that all exporters of one batch take: 30 s by default. */
    public OutboxSyncBuilder exporterTimeout(Duration longest) {
        exporterTimeout = requirePositive(longest, "exporterTimeout");
        return this;
    }

    /** How long {@link OutboxSync#close} lets a POST go on: 8 s by default. */
    public OutboxSyncBuilder closeTimeout(Duration longest) {
        closeTimeout = requirePositive(longest, "closeTimeout");
        return this;
    }

    /** Hears what happens, from the thread that flushes. Nobody by default. */
    public OutboxSyncBuilder listener(FlushListener ear) {
        listener = Objects.requireNonNull(ear, "listener");
        return this;
    }

    /** Tells the time: the system's by default. */
    public OutboxSyncBuilder clock(InstantSource source) {
        clock = Objects.requireNonNull(source, "clock");
        return this;
    }

    /** Draws lots for waits and samples; thread-safe. {@link java.util.Random} by default. */
    public OutboxSyncBuilder random(RandomGenerator generator) {
        random = Objects.requireNonNull(generator, "random");
        return this;
    }

    /** Makes the flusher's thread, those that help it and those of exporters: daemons named {@code kaizen-sync-1} and so on by default. */
    public OutboxSyncBuilder threads(ThreadFactory factory) {
        threads = Objects.requireNonNull(factory, "threads");
        return this;
    }

    /**
     * Puts it together. Sends nothing and starts nothing.
     *
     * @throws IllegalStateException if nobody has said whose rows these are, or rows are to be redacted and there is no salt
     * @throws IllegalArgumentException if the salt is not 64 hex digits, lanes or the sample rate is out of range, or two exporters have one name
     * @throws io.kaizen.sync.application.port.out.store.OutboxStoreException if the storage cannot be used
     */
    public OutboxSync build() {
        return Assembly.of(this);
    }

    private static Duration requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is not positive: " + duration);
        }
        return duration;
    }
}
