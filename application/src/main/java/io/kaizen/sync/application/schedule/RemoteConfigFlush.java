package io.kaizen.sync.application.schedule;

import io.kaizen.sync.application.event.FlushEvent.OverridesChanged;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfConfig;
import io.kaizen.sync.application.event.FlushEvent.WarnedOfStorage;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.in.FlushOutbox;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Said;
import io.kaizen.sync.application.port.out.ingest.IngestConfig.Reply.Unavailable;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.ServerOverrides;
import io.kaizen.sync.domain.report.FlushReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Flushes under the limits that the server wants: asks it before the first batch, and then every ten minutes at most.
 * Until it answers, and where it does not, what it said last holds. Nothing of this stops a flush: what goes wrong is told
 * to the listener, once until it is mended. For one thread at a time.
 */
public final class RemoteConfigFlush implements FlushOutbox {

    private static final Duration ASK_INTERVAL = Duration.ofMinutes(10);

    private final FlushOutbox flush;
    private final EffectiveLimits limits;
    private final Ports ports;
    private final Destination destination;
    private ServerOverrides obeyed = ServerOverrides.NONE;
    /** What the store has; empty until that is known. */
    private Optional<ServerOverrides> stored = Optional.empty();

    private Optional<Instant> lastAsked = Optional.empty();
    private boolean unavailabilityTold;
    private List<String> warningsTold = List.of();

    /** What the service works with. It closes none of them. */
    public record Ports(
            IngestConfig config,
            OverrideStore kept,
            OutboxStore outbox,
            Sleeper sleeper,
            InstantSource clock,
            FlushListener listener) {

        public Ports {
            Objects.requireNonNull(config, "config");
            Objects.requireNonNull(kept, "kept");
            Objects.requireNonNull(outbox, "outbox");
            Objects.requireNonNull(sleeper, "sleeper");
            Objects.requireNonNull(clock, "clock");
            Objects.requireNonNull(listener, "listener");
        }
    }

    /**
     * Makes the service.
     *
     * @param flush reads {@code limits} whenever it begins
     * @param destination who is asked
     */
    public RemoteConfigFlush(FlushOutbox flush, EffectiveLimits limits, Destination destination, Ports ports) {
        this.flush = Objects.requireNonNull(flush, "flush");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.destination = Objects.requireNonNull(destination, "destination");
        this.ports = Objects.requireNonNull(ports, "ports");
    }

    @Override
    public FlushReport flush() {
        try {
            refresh();
        } catch (OutboxStoreException trouble) {
            ports.listener()
                    .onEvent(new WarnedOfStorage("what the server overrides is not kept: " + trouble.getMessage()));
        }
        return flush.flush();
    }

    private void refresh() {
        if (stored.isEmpty()) {
            recall();
        }
        Instant now = ports.clock().instant();
        if (isDue(now) && isWorthAsking() && !ports.sleeper().isStopRequested()) {
            lastAsked = Optional.of(now);
            hear(ports.config().ask(), now);
        }
    }

    /**
     * Obeys what the server said last, in this process or another one, and asks nobody. The first flush does it where nobody has.
     *
     * @throws OutboxStoreException if that cannot be read
     */
    public void recall() {
        ServerOverrides last = ports.kept()
                .find(destination)
                .map(OverrideStore.Kept::overrides)
                .orElse(ServerOverrides.NONE);
        stored = Optional.of(last);
        obey(last);
    }

    /** A clock that was set back counts as time enough. */
    private boolean isDue(Instant now) {
        return lastAsked
                .filter(last -> !now.isBefore(last) && now.isBefore(last.plus(ASK_INTERVAL)))
                .isEmpty();
    }

    /** An empty outbox sends nothing, so that it does not matter; unless it is empty because the server wants no events. */
    private boolean isWorthAsking() {
        return !obeyed.isEmpty()
                || !ports.outbox().backlog(ports.outbox().bound()).lanes().isEmpty();
    }

    private void hear(IngestConfig.Reply reply, Instant now) {
        if (reply instanceof Unavailable unavailable) {
            if (!unavailabilityTold) {
                ports.listener()
                        .onEvent(new WarnedOfConfig(unavailable.reason() + "; what it said last stays in force"));
            }
            unavailabilityTold = true;
        } else if (reply instanceof Said said) {
            unavailabilityTold = false;
            tell(said.warnings());
            adopt(said.overrides(), now);
        }
    }

    private void tell(List<String> warnings) {
        if (!warnings.equals(warningsTold)) {
            warnings.forEach(warning -> ports.listener().onEvent(new WarnedOfConfig(warning)));
            warningsTold = warnings;
        }
    }

    private void adopt(ServerOverrides said, Instant now) {
        if (!said.equals(obeyed)) {
            obey(said);
            ports.listener().onEvent(new OverridesChanged(said));
        }
        if (!stored.equals(Optional.of(said))) {
            ports.kept().keep(destination, said, now);
            stored = Optional.of(said);
        }
    }

    private void obey(ServerOverrides said) {
        obeyed = said;
        limits.obey(said);
    }
}
