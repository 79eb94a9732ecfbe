package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.adapter.http.row.JacksonRowEncoder;
import io.kaizen.sync.application.enqueue.EnqueueRowsService;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.ProbeExporters;
import io.kaizen.sync.application.port.in.ReplayRows;
import io.kaizen.sync.application.port.out.admin.DeadLetters;
import io.kaizen.sync.application.port.out.admin.OutboxAdmin;
import io.kaizen.sync.application.port.out.admin.OutboxBalance;
import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.domain.report.FlushReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Everything put together for one workspace: what the commands use, and all they see of the wiring. Parts are made when they are
 * first needed, so that who only looks at the outbox loads no HTTP client. For one thread, except {@link #breakOffRequests}.
 */
public final class Engine implements AutoCloseable {

    static {
        // Guice would generate classes at run time, through sun.misc.Unsafe, of which newer JDKs warn. It reads this
        // when it is
        // loaded.
        setUnlessSet("guice_bytecode_gen_option", "DISABLED");
    }

    private final KaizenConfig config;
    private final FlushOptions wish;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Cancellation breakOff = new Cancellation();
    private final OpenOutbox outbox;
    private @Nullable InjectedParts parts;

    private Engine(KaizenConfig config, FlushOptions wish) {
        this.config = config;
        this.wish = wish;
        this.outbox = new OpenOutbox(config.workspace(), config.sync().storage(), lifecycle);
    }

    /** For everything but flushing. */
    public static Engine assemble(KaizenConfig config) {
        return assemble(config, FlushOptions.none());
    }

    /** For flushing, which {@code config} must be fit for. */
    public static Engine assemble(KaizenConfig config, FlushOptions wish) {
        return new Engine(config, wish);
    }

    /** Sends what is pending now. */
    public FlushReport flush() {
        return injected().flush();
    }

    /** How long to wait between flushes: as configured, and from the first flush on as the server wants it, where it may. */
    public Duration flushInterval() {
        return injected().flushInterval();
    }

    /** What the configured server said last that it overrides, and since when. Opens the database. */
    public Optional<OverrideStore.Kept> overrides() {
        return overrideStore().find(config.sync().destination());
    }

    /**
     * Makes the exporters now instead of with the first flush, to see whether they can be made.
     *
     * @throws io.kaizen.sync.bootstrap.config.ConfigException if one cannot, as it is configured
     */
    public void requireExporters() {
        injected().exporters();
    }

    /**
     * Names of the exporters, in the order of the configuration.
     *
     * @throws io.kaizen.sync.bootstrap.config.ConfigException as {@link #requireExporters}
     */
    public List<String> exporterNames() {
        return injected().exporters().stream().map(Exporter::name).toList();
    }

    /** Tries the exporters. */
    public ProbeExporters probeExporters() {
        return injected().probe();
    }

    /** Hands stored rows to the exporters; opens the database for reading only. */
    public ReplayRows replayRows() {
        return injected().replay();
    }

    public EnqueueRows enqueueRows() {
        return new EnqueueRowsService(
                outbox.outbox().queue(),
                new JacksonRowEncoder(),
                LimitsAsLastSaid.of(config, this::overrideStore).sampleRate(),
                new Random());
    }

    /** The same, after redaction, for which {@code config} must have the team's salt. */
    public EnqueueRows redactingEnqueueRows() {
        return injected().redacting();
    }

    /** Counts everything in the outbox. */
    public OutboxStatus status() {
        return admin().status();
    }

    /** The rows that were taken out of the queue because they can never be sent. */
    public DeadLetters deadLetters() {
        return admin().deadLetters();
    }

    /** What is wrong with the database, a sentence each. */
    public List<String> problems() {
        return admin().problems();
    }

    /** Where every row is that was ever enqueued. */
    public OutboxBalance balance() {
        return admin().balance();
    }

    /** Makes the outbox that of this workspace, whose ever it was. Returns whose it was, if anybody's. */
    public Optional<Path> adoptOutbox() {
        return outbox.adopt();
    }

    /** Ends the POST that is on the wire now and the exporters that are at work, if any, and all that would follow. Thread-safe. */
    public void breakOffRequests() {
        breakOff.run();
    }

    /** Closes what was made. */
    @Override
    public void close() {
        lifecycle.close();
    }

    private OverrideStore overrideStore() {
        return admin().overrides();
    }

    private OutboxAdmin admin() {
        return outbox.outbox().admin();
    }

    private InjectedParts injected() {
        InjectedParts made = parts;
        if (made == null) {
            made = InjectedParts.of(config, wish, outbox, lifecycle, breakOff);
            parts = made;
        }
        return made;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
