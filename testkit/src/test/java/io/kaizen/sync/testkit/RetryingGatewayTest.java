package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import java.util.SplittableRandom;

/** Retries as the real gateway does. */
class RetryingGatewayTest extends ScriptedGatewayTest {

    @Override
    IngestGateway around(ScriptedGateway gateway) {
        return new RetryingGateway(gateway, RETRIES, new StoppableSleeper(), new SplittableRandom(1));
    }
}
