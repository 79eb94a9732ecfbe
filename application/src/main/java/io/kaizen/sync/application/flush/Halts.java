package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.Stopped;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has stopped in a flush, and what may go on. For one thread. */
final class Halts {

    private final KindRegistry kinds;
    private final FlushListener listener;
    private final List<Stop> stops = new ArrayList<>();
    private final Set<BatchKind> stoppedKinds = new HashSet<>();
    private boolean destinationStopped;
    private boolean flushStopped;
    private boolean abandoned;

    Halts(KindRegistry kinds, FlushListener listener) {
        this.kinds = kinds;
        this.listener = listener;
    }

    /** Stops one kind. */
    void stopKind(BatchKind kind, Stop stop) {
        stoppedKinds.add(kind);
        add(stop.forKind(kind));
    }

    /** Stops as much as {@code scope} says; {@code kind} is where it happened. */
    void stop(BatchKind kind, Stop stop, Scope scope) {
        switch (scope) {
            case KIND -> stopKind(kind, stop);
            case DESTINATION -> stopDestination(stop);
            case FLUSH -> stopFlush(stop);
        }
    }

    void stopDestination(Stop stop) {
        destinationStopped = true;
        add(stop);
    }

    void stopFlush(Stop stop) {
        flushStopped = true;
        add(stop);
    }

    /** Stops for a failure of the storage: once, however often it fails on the way out. */
    void stopFor(OutboxStoreException broken) {
        StopReason reason = broken.isBusy() ? StopReason.BUSY : StopReason.STORE;
        Stop stop = Stop.of(reason, String.valueOf(broken.getMessage()));
        if (!stops.contains(stop)) {
            stopFlush(stop);
        }
    }

    /** Stops the kind for a failure of the storage that concerns it alone. */
    void stopKindOrThrow(BatchKind kind, OutboxStoreException broken) {
        if (!broken.isOfOneKind()) {
            throw broken;
        }
        stopKind(kind, Stop.of(StopReason.STORE, String.valueOf(broken.getMessage())));
    }

    /** Ends the flush as a fault does: nothing is claimed any more, and nothing that is under way is judged or committed. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether {@code kind} may go on. One that needs no server goes on whatever ails the server. */
    boolean allows(BatchKind kind) {
        boolean needsServer = kinds.find(kind).map(KindSpec::isPosted).orElse(false);
        return !abandoned && !flushStopped && !stoppedKinds.contains(kind) && !(destinationStopped && needsServer);
    }

    List<Stop> stops() {
        return stops;
    }

    private void add(Stop stop) {
        stops.add(stop);
        listener.onEvent(new Stopped(stop));
    }
}
