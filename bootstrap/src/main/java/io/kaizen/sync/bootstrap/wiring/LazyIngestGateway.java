package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.util.function.Supplier;

/** A gateway that is made when it is first needed: a flush without rows needs no HTTP client. Thread-safe. */
final class LazyIngestGateway implements IngestGateway {

    private final Lazy<IngestGateway> gateway;

    LazyIngestGateway(Supplier<IngestGateway> maker) {
        this.gateway = new Lazy<>(maker);
    }

    @Override
    public IngestOutcome send(Batch batch, Attempts attempts) {
        return gateway.get().send(batch, attempts);
    }

    /** Must not be left to the port, which would put off to the sending thread what readers do beside it. */
    @Override
    public Parcel wrap(Batch batch) {
        return gateway.get().wrap(batch);
    }
}
