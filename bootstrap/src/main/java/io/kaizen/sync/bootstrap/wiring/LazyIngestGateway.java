package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import java.util.function.Supplier;

/** A gateway that is made when it is first needed: a flush without rows needs no HTTP client. Thread-safe. */
final class LazyIngestGateway implements IngestGateway {

    private final Lazy<IngestGateway> gateway;

    LazyIngestGateway(Supplier<IngestGateway> maker) {
        this.gateway = new Lazy<>(maker);
    }

    @Override
    public PreparedBatch prepare(Batch batch) {
        return gateway.get().prepare(batch);
    }
}
