package io.kaizen.sync.application.service;

import io.kaizen.sync.application.event.FlushEvent.ExporterFailed;
import io.kaizen.sync.application.port.out.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.policy.Judge;
import io.kaizen.sync.domain.policy.Verdict;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are on their way to the server: one, sent by the flush's own thread, or as many as there are lanes, each sent by a
 * thread of its own. For the flush's thread, in turn.
 */
final class Wire {

    private final FlushContext context;
    private final BlockingQueue<Flight> landed = new LinkedBlockingQueue<>();
    private int onTheWire;
    private @Nullable Flight lastLaunched;

    Wire(FlushContext context) {
        this.context = context;
    }

    boolean isEmpty() {
        return onTheWire == 0;
    }

    /** Whether a batch has landed that nobody has looked at yet. */
    boolean hasLanded() {
        return !landed.isEmpty();
    }

    /** Whether there is room for another batch. May wait for exporters. */
    boolean mayLaunch() {
        return onTheWire < context.settings().lanes() && areExportersFree();
    }

    /** POSTs a batch beside its exporters. */
    void launch(OpenLane lane, Delivery delivery) {
        BatchDelivery sending = new BatchDelivery(context, lane.lease(), delivery);
        FanOut.Running exporters = context.fanOut().start(delivery.batch(), lane.ledger());
        Flight flight = new Flight(lane, delivery, sending, exporters, () -> post(delivery, sending), landed::add);
        lastLaunched = flight;
        onTheWire++;
        if (context.settings().lanes() == 1) {
            flight.run();
        } else {
            context.threads().execute(flight);
        }
    }

    /** Exporters take one batch at a time. Waits for those of the last, which may be long; false if there is something better to do. */
    private boolean areExportersFree() {
        Flight last = lastLaunched;
        if (last != null && !last.isExported() && onTheWire > 0) {
            if (!landed.isEmpty()) {
                return false;
            }
            context.commits().settle();
            last.exported();
        }
        return true;
    }

    /** Waits for the exporters of a batch, and tells what they did not take. */
    FanOutResult exported(Flight flight) {
        FanOutResult result = flight.exported();
        Batch batch = flight.delivery().batch();
        result.failures().forEach(failure -> context.listener().onEvent(new ExporterFailed(batch, failure)));
        return result;
    }

    /** Waits, out of turn, until a batch is no longer on the wire. */
    Flight nextLanded() {
        context.turn().unlock();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Flight flight = landed.take();
                    onTheWire--;
                    context.rateLimitWaits().ended(flight.sending());
                    return flight;
                } catch (InterruptedException now) {
                    interrupted = true;
                    context.sleeper().interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            context.turn().lock();
        }
    }

    private Verdict post(Delivery delivery, BatchDelivery sending) {
        Batch batch = delivery.batch();
        if (delivery.isAccepted() || !Judge.needsPost(batch)) {
            return new Commit();
        }
        PreparedBatch request =
                delivery.part().request().orElseGet(() -> context.gateway().prepare(batch));
        return sending.deliver(request);
    }
}
