package io.kaizen.sync.adapter.http;

import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class HttpKaizenWireTest extends KaizenWireContract {

    private final List<HttpIngestGateway> gateways = new ArrayList<>();

    @Override
    IngestGateway gatewayTo(String endpoint) {
        Duration patience = Duration.ofSeconds(20);
        HttpIngestGateway gateway = new HttpIngestGateway(
                new HttpIngestSettings(endpoint, () -> TOKEN, patience, patience, 6, "1.2.3"), InstantSource.system());
        gateways.add(gateway);
        return gateway;
    }

    @AfterEach
    void closeGateways() {
        gateways.forEach(HttpIngestGateway::close);
    }
}
