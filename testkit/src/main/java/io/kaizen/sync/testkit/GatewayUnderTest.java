package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import java.util.List;

/** A gateway, and the server at its other end, whatever they speak with each other. */
public interface GatewayUnderTest extends AutoCloseable {

    /** The gateway. It waits for nothing when it sends again. */
    IngestGateway gateway();

    /**
     * Has the server answer the next POSTs so that the gateway must make these of them. They are of the sorts that {@link
     * IngestGatewayContract} names; texts are {@code "why"} or empty.
     */
    void answer(IngestOutcome... outcomes);

    /** The keys of all POSTs that have reached the server, in order. */
    List<IdempotencyKey> keys();

    /** The server is gone: from now on nothing reaches it. */
    void vanish();

    @Override
    void close();
}
