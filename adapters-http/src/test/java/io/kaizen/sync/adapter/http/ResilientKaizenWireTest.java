package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;

/** The decorator changes nothing where there is nothing to repeat. */
class ResilientKaizenWireTest extends KaizenWireContract {

    private static final RetryPolicy ONE_ATTEMPT =
            new RetryPolicy(new BackoffPolicy(Duration.ofMillis(1), Duration.ofMillis(1)), 0, Duration.ZERO);

    private static final Sleeper NO_WAIT = new Sleeper() {
        @Override
        public boolean sleep(Duration duration) {
            throw new AssertionError("there is nothing to wait for");
        }

        @Override
        public boolean isStopRequested() {
            return false;
        }
    };

    private final List<HttpIngestGateway> gateways = new ArrayList<>();

    @Override
    IngestGateway gatewayTo(String endpoint) {
        Duration patience = Duration.ofSeconds(20);
        HttpIngestGateway gateway = new HttpIngestGateway(
                new HttpIngestSettings(endpoint, () -> TOKEN, patience, patience, 6, "1.2.3"), InstantSource.system());
        gateways.add(gateway);
        return new ResilientIngestGateway(gateway, ONE_ATTEMPT, 0, NO_WAIT, new SplittableRandom(1));
    }

    @AfterEach
    void closeGateways() {
        gateways.forEach(HttpIngestGateway::close);
    }
}
