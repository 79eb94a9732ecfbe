package io.kaizen.sync.bootstrap.wiring;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gateway that is made when there is something to send: a flush with nothing to do loads no HTTP client. Thread-safe. */
final class LazyIngestGateway implements IngestGateway {

    private final Supplier<IngestGateway> maker;
    private @Nullable IngestGateway made;

    LazyIngestGateway(Supplier<IngestGateway> maker) {
        this.maker = Objects.requireNonNull(maker, "maker");
    }

    @Override
    public IngestOutcome send(Batch batch, Attempts attempts) {
        return gateway().send(batch, attempts);
    }

    private synchronized IngestGateway gateway() {
        IngestGateway gateway = made;
        if (gateway == null) {
            gateway = maker.get();
            made = gateway;
        }
        return gateway;
    }
}
