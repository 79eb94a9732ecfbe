package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.testkit.GatewayUnderTest;
import io.kaizen.sync.testkit.IngestGatewayContract;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;

/** Both gateways keep the contract of the port: the one that sends once, and the one around it that sends again. */
class HttpIngestGatewayContractTest {

    @Nested
    class Once extends IngestGatewayContract {
        @Override
        protected GatewayUnderTest newGateway() {
            return new HttpGatewayUnderTest(gateway -> gateway);
        }
    }

    @Nested
    class Again extends IngestGatewayContract {
        @Override
        protected GatewayUnderTest newGateway() {
            return new HttpGatewayUnderTest(Again::resilient);
        }

        private static IngestGateway resilient(IngestGateway gateway) {
            return new ResilientIngestGateway(
                    gateway, RETRIES, 0, HttpGatewayUnderTest.IN_NO_TIME, new SplittableRandom(1));
        }
    }
}
