package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestEndpoint;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.application.schedule.PurgingFlush;
import io.kaizen.sync.application.schedule.RemoteConfigFlush;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.SyncLimits;
import io.kaizen.sync.domain.redaction.RedactionRules;
import io.kaizen.sync.domain.redaction.Redactor;
import java.time.Duration;
import java.util.Optional;

/** Makes the parts of an {@link OutboxSync}, and closes what was made if one of them cannot be made. For one thread, used once. */
final class Assembly {

    /** What a flush has left to do when its POST was broken off: writing down what came of it. */
    private static final Duration AFTER_BREAK_OFF = Duration.ofSeconds(2);

    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

    private final OutboxSyncBuilder wish;
    private final IngestEndpoint ingest;
    private final StoppableSleeper closingStop = new StoppableSleeper();
    private final FlushStop sleeper = new FlushStop();
    private final WorkerThreads flushThreads;
    private final WorkerThreads exporterThreads;
    private final ClosingOrder closing = new ClosingOrder();

    private Assembly(OutboxSyncBuilder wish) {
        this.wish = wish;
        this.ingest = wish.ingest;
        this.flushThreads = new WorkerThreads(wish.threads);
        this.exporterThreads = new WorkerThreads(wish.threads);
    }

    static OutboxSync of(OutboxSyncBuilder wish) {
        Assembly assembly = new Assembly(wish);
        try {
            return assembly.sync();
        } catch (RuntimeException | Error failure) {
            assembly.closeAfter(failure);
            throw failure;
        }
    }

    private OutboxSync sync() {
        // What is added last is closed first: the ways to the outside, then the flush that used them, then its storage.
        closing.add(wish.outbox::close);
        try {
            EffectiveLimits limits = limits();
            FlushSettings settings = settings();
            OutboxStore store = wish.outbox.newStore();
            closing.add(store::close);
            closing.add(flushThreads::close);
            FlushTurn turn = new FlushTurn(flush(settings, limits, store), sleeper);
            closing.add(() -> turn.end(AFTER_BREAK_OFF));
            return new OutboxSync(parts(limits), turn);
        } finally {
            closing.add(ingest::close);
            wish.exporters.forEach(exporter -> closing.add(exporter::close));
            closing.add(exporterThreads::close);
        }
    }

    private OutboxSync.Parts parts(EffectiveLimits limits) {
        return new OutboxSync.Parts(
                wish.outbox,
                enqueuing(limits),
                limits,
                closingStop,
                flushThreads.executor(),
                wish.clock,
                wish.listener,
                wish.threads,
                wish.closeTimeout,
                closing);
    }

    private FlushOutbox flush(FlushSettings settings, EffectiveLimits limits, OutboxStore store) {
        IngestGateway gateway =
                wish.gateway == null ? ingest.gateway(wish.retries, sleeper, wish.clock, wish.random) : wish.gateway;
        FlushOutboxService.Ports ports = new FlushOutboxService.Ports(
                store,
                gateway,
                ingest.encoder(wish.kinds),
                ingest.keys(wish.clock),
                wish.exporters,
                exporterThreads.executor(),
                sleeper,
                wish.clock,
                wish.random,
                wish.listener,
                flushThreads.executor());
        FlushOutbox flush =
                new FlushOutboxService(settings, () -> limits.current().batch(), ports);
        return new PurgingFlush(
                configSource()
                        .map(source -> serverDriven(flush, source, settings, limits, store))
                        .orElse(flush),
                wish.retention,
                wish.outbox.admin(),
                sleeper,
                wish.clock,
                wish.listener);
    }

    private Optional<IngestConfig> configSource() {
        if (!wish.obeysServer) {
            return Optional.empty();
        }
        if (wish.serverConfig != null) {
            return Optional.of(wish.serverConfig);
        }
        return wish.gateway == null ? Optional.of(ingest.config()) : Optional.empty();
    }

    /** Knows from the beginning what the server said last, so that also who only enqueues obeys it. */
    private FlushOutbox serverDriven(
            FlushOutbox flush, IngestConfig config, FlushSettings settings, EffectiveLimits limits, OutboxStore store) {
        RemoteConfigFlush obeying = new RemoteConfigFlush(
                flush,
                limits,
                settings.destination(),
                new RemoteConfigFlush.Ports(
                        config, wish.outbox.admin().overrides(), store, sleeper, wish.clock, wish.listener));
        obeying.recall();
        return obeying;
    }

    /** How long the interval is says who starts the flusher; here it only has to be something. */
    private EffectiveLimits limits() {
        return new EffectiveLimits(new SyncLimits(wish.limits, USUAL_INTERVAL, wish.sampleRate), wish.pinned);
    }

    private FlushSettings settings() {
        BatchEnvelope envelope = wish.envelope == null ? envelope() : wish.envelope;
        return new FlushSettings(
                wish.limits,
                envelope,
                new Destination(ingest.url(), envelope.teamId()),
                wish.retries,
                wish.commits,
                wish.onPoison,
                ingest.requestTimeout(),
                wish.exporterTimeout,
                wish.redirectParked,
                wish.lanes,
                wish.kinds);
    }

    private BatchEnvelope envelope() {
        if (wish.teamId.isEmpty()) {
            throw new IllegalStateException("nobody has said whose rows these are; call team or envelope");
        }
        return new BatchEnvelope(wish.teamId, salted().hash(wish.workspace), wish.projectName);
    }

    private Enqueuing enqueuing(EffectiveLimits limits) {
        boolean hasSalt = !wish.teamSaltHex.isEmpty();
        return new Enqueuing(
                wish.kinds,
                redaction(hasSalt),
                hasSalt ? Optional.of(ingest.identifierHashing(wish.kinds, salted())) : Optional.empty(),
                ingest.encoder(wish.kinds),
                () -> limits.current().sampleRate(),
                wish.random);
    }

    private RowPreparation redaction(boolean hasSalt) {
        RedactionRules rules = wish.redaction;
        if (rules == null) {
            return RowPreparation.none();
        }
        if (!hasSalt) {
            throw new IllegalStateException("rows are redacted with the team's salt; call team, or storeAsGiven");
        }
        return ingest.redaction(new Redactor(rules, wish.workspace, salted()));
    }

    private SaltedHasher salted() {
        return new SaltedHasher(ingest.hasher(), wish.teamSaltHex);
    }

    private void closeAfter(Throwable failure) {
        try {
            closing.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
