package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.in.ReplayRows;
import io.kaizen.sync.application.port.out.DeadLetters;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.application.port.out.OutboxAccounts;
import io.kaizen.sync.application.port.out.OutboxBalance;
import io.kaizen.sync.application.port.out.OutboxInspector;
import io.kaizen.sync.application.port.out.OutboxStatus;
import io.kaizen.sync.application.port.out.OverrideStore;
import io.kaizen.sync.application.service.ObeyedLimits;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.config.SyncConfig;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything put together for one workspace: what the commands use, and all they see of the wiring. Parts are made when they are
 * first needed, so that who only looks at the outbox loads no HTTP client. For one thread, except {@link #breakOffRequests}.
 */
public final class Engine implements AutoCloseable {

    static {
        // Guice would generate classes at run time, through sun.misc.Unsafe, of which newer JDKs warn. It reads these
        // when it is
        // loaded. jOOQ greets on its first use, and gives advice.
        setUnlessSet("guice_bytecode_gen_option", "DISABLED");
        setUnlessSet("org.jooq.no-logo", "true");
        setUnlessSet("org.jooq.no-tips", "true");
    }

    private final Injector injector;

    private Engine(Injector injector) {
        this.injector = injector;
    }

    /** For everything but flushing. */
    public static Engine assemble(KaizenConfig config) {
        return assemble(config, FlushWish.none());
    }

    /** For flushing, which {@code config} must be fit for. */
    public static Engine assemble(KaizenConfig config, FlushWish wish) {
        return new Engine(Guice.createInjector(
                Stage.DEVELOPMENT,
                new FoundationModule(config, wish),
                new PersistenceModule(),
                new HttpModule(),
                new TelemetryModule(),
                new ReplayModule(),
                new FlushModule(),
                new ServerConfigModule(config),
                new RedactionModule()));
    }

    /** Sends what is pending now. */
    public FlushReport flush() {
        return get(FlushOutbox.class).flush();
    }

    /** How long to wait between flushes: as configured, and from the first flush on as the server wants it, where it may. */
    public Duration flushInterval() {
        return get(ObeyedLimits.class).current().flushInterval();
    }

    /** What the configured server said last that it overrides, and since when. Opens the database. */
    public Optional<OverrideStore.Kept> overrides() {
        return get(OverrideStore.class).find(get(SyncConfig.class).destination());
    }

    /**
     * Makes the exporters now instead of with the first flush, to see whether they can be made.
     *
     * @throws io.kaizen.sync.bootstrap.config.ConfigException if one cannot, as it is configured
     */
    public void requireExporters() {
        get(new Key<List<Exporter>>() {});
    }

    /**
     * Names of the exporters, in the order of the configuration.
     *
     * @throws io.kaizen.sync.bootstrap.config.ConfigException as {@link #requireExporters}
     */
    public List<String> exporterNames() {
        return get(new Key<List<Exporter>>() {}).stream().map(Exporter::name).toList();
    }

    /** Tries the exporters. */
    public ProbeExporters probeExporters() {
        return get(ProbeExporters.class);
    }

    /** Hands stored rows to the exporters; opens the database for reading only. */
    public ReplayRows replayRows() {
        return get(ReplayRows.class);
    }

    public EnqueueRows enqueueRows() {
        return get(EnqueueRows.class);
    }

    /** The same, after redaction, for which {@code config} must have the team's salt. */
    public EnqueueRows redactingEnqueueRows() {
        return get(RedactionModule.REDACTING);
    }

    /** Counts everything in the outbox. */
    public OutboxStatus status() {
        return get(OutboxInspector.class).status(get(InstantSource.class).instant());
    }

    /** The rows that were taken out of the queue because they can never be sent. */
    public DeadLetters deadLetters() {
        return get(DeadLetters.class);
    }

    /** What is wrong with the database, a sentence each. */
    public List<String> problems() {
        return get(OutboxInspector.class).problems();
    }

    /** Where every row is that was ever enqueued. */
    public OutboxBalance balance() {
        return get(OutboxAccounts.class).balance();
    }

    /** Ends the POST that is on the wire now and the exporters that are at work, if any, and all that would follow. Thread-safe. */
    public void breakOffRequests() {
        get(BreakOff.class).run();
    }

    /** Closes what was made. */
    @Override
    public void close() {
        get(Lifecycle.class).close();
    }

    /** What a provider throws is meant for the caller, not for Guice to tell in its own words. */
    private <T> T get(Class<T> type) {
        return get(Key.get(type));
    }

    private <T> T get(Key<T> key) {
        try {
            return injector.getInstance(key);
        } catch (ProvisionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (wrapped.getCause() instanceof Error error) {
                throw error;
            }
            throw wrapped;
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
