package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.config.ConfigException;
import io.kaizen.sync.bootstrap.config.KaizenConfig;
import io.kaizen.sync.bootstrap.wiring.Engine;
import io.kaizen.sync.bootstrap.wiring.FlushOptions;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes under the configuration as it is now: when its files change it reads them again, and keeps to what it had where they
 * are broken. After trouble with the database everything is opened anew. For one thread.
 */
final class ReloadingFlush implements FlushLoop.Target, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFlush.class);

    private final Supplier<KaizenConfig> reload;
    private final FlushOptions wish;
    private final Consumer<Runnable> breakOff;
    private KaizenConfig config;
    /** As the files were when the configuration in use was read. */
    private FileStamps stamps;

    private String lastProblem = "";
    private @Nullable Engine engine;

    /**
     * Begins with {@code config}, which must be fit to flush.
     *
     * @param reload reads the configuration anew, or throws {@link ConfigException}
     * @param breakOff is told, whenever it changes, what breaks off a request that is on the wire
     */
    ReloadingFlush(KaizenConfig config, Supplier<KaizenConfig> reload, FlushOptions wish, Consumer<Runnable> breakOff) {
        this.config = Objects.requireNonNull(config, "config");
        this.reload = Objects.requireNonNull(reload, "reload");
        this.wish = Objects.requireNonNull(wish, "wish");
        this.breakOff = Objects.requireNonNull(breakOff, "breakOff");
        this.stamps = FileStamps.of(config.workspace().configFiles());
        this.engine = Engine.assemble(config, wish);
        breakOff.accept(engine::breakOffRequests);
    }

    @Override
    public Optional<FlushReport> flush() {
        if (!config.sync().isOn()) {
            return Optional.empty();
        }
        Engine current = engine == null ? use(Engine.assemble(config, wish)) : engine;
        try {
            FlushReport report = current.flush();
            if (report.stops().stream().anyMatch(stop -> stop.reason() == StopReason.STORE)) {
                close();
            }
            return Optional.of(report);
        } catch (OutboxStoreException broken) {
            if (!broken.isBusy()) {
                close();
            }
            throw broken;
        }
    }

    @Override
    public Duration interval() {
        return engine == null ? config.sync().flushInterval() : engine.flushInterval();
    }

    @Override
    public boolean refresh() {
        FileStamps now = FileStamps.of(config.workspace().configFiles());
        if (now.equals(stamps)) {
            lastProblem = "";
            return false;
        }
        try {
            KaizenConfig changed = reload.get();
            changed.requireFlushable();
            Engine next = withExporters(Engine.assemble(changed, wish));
            close();
            config = changed;
            use(next);
            stamps = now;
            lastProblem = "";
            LOG.info("the configuration has changed and is in use");
            return true;
        } catch (ConfigException wrong) {
            // It is read again at the next look, though the files may look the same then: rights change without a trace
            // here.
            tellOnce(String.valueOf(wrong.getMessage()));
            return false;
        }
    }

    private static Engine withExporters(Engine next) {
        try {
            next.requireExporters();
            return next;
        } catch (ConfigException wrong) {
            next.close();
            throw wrong;
        }
    }

    private void tellOnce(String problem) {
        if (!problem.equals(lastProblem)) {
            LOG.error("the configuration has changed and is wrong, so the former one stays in use: {}", problem);
        }
        lastProblem = problem;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    private Engine use(Engine next) {
        engine = next;
        breakOff.accept(next::breakOffRequests);
        return next;
    }
}
