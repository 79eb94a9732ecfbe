package io.kaizen.sync.application.service;

import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.policy.Verdict;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A claimed batch on the wire. Runs on a thread of its own or on the flush's; when it is over it says so, and then belongs to the flush
 * again.
 */
final class Flight implements Runnable {

    private final OpenLane lane;
    private final Delivery delivery;
    private final BatchDelivery sending;
    private final Supplier<Verdict> post;
    private final Consumer<Flight> landed;
    private final FanOut.Running exporters;
    private @Nullable FanOutResult exported;
    private @Nullable Verdict verdict;
    private @Nullable Throwable failure;

    /**
     * @param post sends the batch and says what follows
     * @param landed told at the end, whatever it was
     */
    Flight(
            OpenLane lane,
            Delivery delivery,
            BatchDelivery sending,
            FanOut.Running exporters,
            Supplier<Verdict> post,
            Consumer<Flight> landed) {
        this.lane = lane;
        this.delivery = delivery;
        this.sending = sending;
        this.exporters = exporters;
        this.post = post;
        this.landed = landed;
    }

    OpenLane lane() {
        return lane;
    }

    Delivery delivery() {
        return delivery;
    }

    BatchDelivery sending() {
        return sending;
    }

    /** Waits for the exporters of the batch, which were started with it. */
    FanOutResult exported() {
        if (exported == null) {
            exported = exporters.await();
        }
        return exported;
    }

    boolean isExported() {
        return exported != null;
    }

    @Override
    public void run() {
        try {
            verdict = post.get();
        } catch (RuntimeException | Error thrown) { // The flush throws it on.
            failure = thrown;
        } finally {
            landed.accept(this);
        }
    }

    /** What went wrong in a way that nobody foresaw. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** What the POST led to. Only where nothing was thrown. */
    Verdict verdict() {
        if (verdict == null) {
            throw new IllegalStateException("still on the wire", failure);
        }
        return verdict;
    }
}
