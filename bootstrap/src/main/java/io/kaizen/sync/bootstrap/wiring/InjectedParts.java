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
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.schedule.EffectiveLimits;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.util.List;

/**
 * What takes more than a line to put together, by Guice: flushes, and exporters. In a class of its own, so that Guice is loaded only by those
 * who need it. For one thread.
 */
final class InjectedParts {

    private final Injector injector;

    private InjectedParts(Injector injector) {
        this.injector = injector;
    }

    static InjectedParts of(
            KaizenConfig config, FlushOptions wish, OpenOutbox outbox, Lifecycle lifecycle, Cancellation breakOff) {
        return new InjectedParts(Guice.createInjector(
                Stage.DEVELOPMENT,
                new FoundationModule(config, wish, outbox, lifecycle, breakOff),
                new PersistenceModule(),
                new HttpModule(),
                new TelemetryModule(),
                new FlushModule(),
                new ServerConfigModule(config)));
    }

    FlushReport flush() {
        return get(Key.get(FlushOutbox.class)).flush();
    }

    /** See {@link Engine#flushInterval}. */
    Duration flushInterval() {
        return get(Key.get(EffectiveLimits.class)).current().flushInterval();
    }

    List<Exporter> exporters() {
        return get(new Key<List<Exporter>>() {});
    }

    ProbeExporters probe() {
        return get(withReplay(), Key.get(ProbeExporters.class));
    }

    ReplayRows replay() {
        return get(withReplay(), Key.get(ReplayRows.class));
    }

    EnqueueRows redacting() {
        return get(injector.createChildInjector(new RedactionModule()), RedactionModule.REDACTING);
    }

    private <T> T get(Key<T> key) {
        return get(injector, key);
    }

    /** A flush does without these, and should not pay for a look at them. */
    private Injector withReplay() {
        return injector.createChildInjector(new ReplayModule());
    }

    /** What a provider throws is meant for the caller, not for Guice to tell in its own words. */
    private static <T> T get(Injector injector, Key<T> key) {
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
}
