package io.kaizen.sync.application.embed;

import io.kaizen.sync.application.enqueue.EnqueueRowsService;
import io.kaizen.sync.application.enqueue.EnqueueTelemetryService;
import io.kaizen.sync.application.port.in.EnqueueRows;
import io.kaizen.sync.application.port.in.EnqueueTelemetry;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.KindRegistry;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * How rows come in, whatever the queue: redacted or as given, checked, sampled.
 *
 * @param kinds what can be enqueued
 * @param redaction does nothing where rows are stored as they are given
 * @param hashing of identifiers; empty where there is no salt
 * @param sampleRate share of events that is enqueued, from 0 to 1; may change
 */
record Enqueuing(
        KindRegistry kinds,
        RowPreparation redaction,
        Optional<RowPreparation> hashing,
        RowEncoder encoder,
        DoubleSupplier sampleRate,
        RandomGenerator random) {

    EnqueueRows rows(RowQueue queue) {
        return new EnqueueRowsService(kinds, redaction, queue, encoder, sampleRate, random);
    }

    EnqueueTelemetry telemetry(RowQueue queue) {
        RowPreparation salted = hashing.orElseThrow(
                () -> new IllegalStateException("identifiers are hashed with the team's salt, and there is none"));
        return new EnqueueTelemetryService(salted, redaction, queue, encoder, sampleRate, random);
    }
}
