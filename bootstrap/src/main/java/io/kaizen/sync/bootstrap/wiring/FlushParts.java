package io.kaizen.sync.bootstrap.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Exporter;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.domain.report.FlushReport;
import java.util.List;

/**
 * What a flush is made of, put together by Guice. In a class of its own, so that Guice is loaded by those who flush: what else a
 * command needs takes a line each. For one thread.
 */
final class FlushParts {

    private final Injector injector;

    private FlushParts(Injector injector) {
        this.injector = injector;
    }

    static FlushParts of(
            KaizenConfig config, FlushWish wish, OpenOutbox outbox, Lifecycle lifecycle, BreakOff breakOff) {
        return new FlushParts(Guice.createInjector(
                Stage.DEVELOPMENT,
                new FoundationModule(config, wish, outbox, lifecycle, breakOff),
                new PersistenceModule(),
                new HttpModule(),
                new TelemetryModule(),
                new FlushModule()));
    }

    FlushReport flush() {
        return get(Key.get(FlushOutbox.class)).flush();
    }

    /** See {@link Engine#requireExporters}. */
    void requireExporters() {
        get(new Key<List<Exporter>>() {});
    }

    /** What a provider throws is meant for the caller, not for Guice to tell in its own words. */
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
}
