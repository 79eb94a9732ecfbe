package io.kaizen.sync.application.enqueue;

import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.application.port.in.EnqueueRows.Request;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.application.port.in.EnqueueTelemetry;
import io.kaizen.sync.application.port.in.TelemetryItem;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.KaizenKinds;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** Enqueues observations as rows, one or many: identifiers are hashed first, then payloads redacted. Thread-safe if its ports are. */
public final class EnqueueTelemetryService implements EnqueueTelemetry {

    private final EnqueueRows rows;

    /**
     * Makes the service.
     *
     * @param hashing hashes identifiers and leaves out what is not on the kind's list
     * @param redaction redacts payloads
     * @param sampleRate share of events that are enqueued, from 0 to 1
     */
    public EnqueueTelemetryService(
            RowPreparation hashing,
            RowPreparation redaction,
            RowQueue queue,
            RowEncoder encoder,
            double sampleRate,
            RandomGenerator random) {
        this(new EnqueueRowsService(hashing.andThen(redaction), queue, encoder, sampleRate, random));
    }

    /**
     * Makes a service whose share of events changes.
     *
     * @param sampleRate share of events that are enqueued, from 0 to 1; asked once for each call
     */
    public EnqueueTelemetryService(
            RowPreparation hashing,
            RowPreparation redaction,
            RowQueue queue,
            RowEncoder encoder,
            DoubleSupplier sampleRate,
            RandomGenerator random) {
        this(new EnqueueRowsService(
                KaizenKinds.REGISTRY, hashing.andThen(redaction), queue, encoder, sampleRate, random));
    }

    private EnqueueTelemetryService(EnqueueRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean enqueue(TelemetryItem item) {
        Request one = new Request(item.kind(), item.owner(), false, false);
        try {
            return rows.enqueue(one, List.of(item.json()).iterator()).enqueued() == 1;
        } catch (InvalidRowException refused) {
            throw new InvalidItemException(item, refused.reason());
        }
    }

    @Override
    public Result enqueue(Request request, Iterator<byte[]> items) {
        return rows.enqueue(request, items);
    }
}
