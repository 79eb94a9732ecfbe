package io.kaizen.sync.application.enqueue;

import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.RowPreparation.Prepared;
import io.kaizen.sync.application.port.out.row.RowPreparation.Refused;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues what can be sent, and only that: what is refused here cannot block a queue later. Stores payloads as they are given, or as
 * a preparation leaves them; of events only the configured share. Thread-safe if its collaborators are.
 */
public final class EnqueueRowsService implements EnqueueRows {

    private final KindRegistry kinds;
    private final RowPreparation preparation;
    private final RowQueue queue;
    private final RowEncoder encoder;
    private final DoubleSupplier sampleRate;
    private final RandomGenerator random;

    /**
     * Makes the service, for kaizen's kinds.
     *
     * @param sampleRate share of events that are enqueued, from 0 to 1
     */
    public EnqueueRowsService(RowQueue queue, RowEncoder encoder, double sampleRate, RandomGenerator random) {
        this(RowPreparation.none(), queue, encoder, sampleRate, random);
    }

    /**
     * Makes a service for kaizen's kinds that prepares rows before it checks them.
     *
     * @param sampleRate share of events that are enqueued, from 0 to 1
     */
    public EnqueueRowsService(
            RowPreparation preparation, RowQueue queue, RowEncoder encoder, double sampleRate, RandomGenerator random) {
        this(KaizenKinds.REGISTRY, preparation, queue, encoder, () -> sampleRate, random);
        if (!(sampleRate >= 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("sampleRate must be from 0 to 1: " + sampleRate);
        }
    }

    /**
     * Makes a service whose share of events changes.
     *
     * @param kinds what can be enqueued
     * @param sampleRate share of events that are enqueued, from 0 to 1; asked once for each call
     */
    public EnqueueRowsService(
            KindRegistry kinds,
            RowPreparation preparation,
            RowQueue queue,
            RowEncoder encoder,
            DoubleSupplier sampleRate,
            RandomGenerator random) {
        this.kinds = Objects.requireNonNull(kinds, "kinds");
        this.preparation = Objects.requireNonNull(preparation, "preparation");
        this.queue = Objects.requireNonNull(queue, "queue");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.sampleRate = Objects.requireNonNull(sampleRate, "sampleRate");
        this.random = Objects.requireNonNull(random, "random");
    }

    @Override
    public Result enqueue(Request request, Iterator<byte[]> payloads) {
        KindSpec spec = kinds.find(request.kind())
                .orElseThrow(() -> new IllegalArgumentException("unknown kind: " + request.kind()));
        Sieve sieve = new Sieve(spec, request, payloads);
        long enqueued = request.replace() || spec.replaces()
                ? queue.replace(request.kind(), request.owner(), sieve)
                : queue.append(request.kind(), request.owner(), sieve);
        return new Result(enqueued, sieve.skipped, sieve.examples, sieve.sampledOut);
    }

    /** Lets through what is to be enqueued, and counts the rest. */
    private final class Sieve implements Iterator<byte[]> {

        private final KindSpec spec;
        private final Request request;
        private final Iterator<byte[]> payloads;
        private final double share = sampleRate.getAsDouble();
        private final List<Invalid> examples = new ArrayList<>();
        private long position;
        private long skipped;
        private long sampledOut;
        private byte @Nullable [] next;

        Sieve(KindSpec spec, Request request, Iterator<byte[]> payloads) {
            this.spec = spec;
            this.request = request;
            this.payloads = payloads;
        }

        @Override
        public boolean hasNext() {
            while (next == null && payloads.hasNext()) {
                byte[] payload = prepared(payloads.next());
                if (payload != null && isValid(payload) && isSampled()) {
                    next = payload;
                }
            }
            return next != null;
        }

        @Override
        public byte[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            byte[] payload = next;
            next = null;
            return payload;
        }

        /** Null if the payload was refused. */
        private byte @Nullable [] prepared(byte[] payload) {
            position++;
            RowPreparation.Result result = preparation.prepare(spec, payload);
            if (result instanceof Refused refused) {
                refuse(new Invalid(position, refused.reason()));
                return null;
            }
            return ((Prepared) result).row();
        }

        private boolean isValid(byte[] payload) {
            OutboxRow row = new OutboxRow(RowId.BEFORE_ALL, request.owner(), request.kind(), payload);
            if (encoder.encode(spec, row) instanceof Malformed malformed) {
                refuse(new Invalid(position, malformed.reason()));
                return false;
            }
            return true;
        }

        private void refuse(Invalid invalid) {
            if (!request.skipInvalid()) {
                throw new InvalidRowException(invalid);
            }
            skipped++;
            if (examples.size() < Result.MAX_EXAMPLES) {
                examples.add(invalid);
            }
        }

        private boolean isSampled() {
            if (!request.kind().equals(BatchKind.EVENTS) || random.nextDouble() < share) {
                return true;
            }
            sampledOut++;
            return false;
        }
    }
}
