package io.kaizen.sync.adapter.telemetry.datadog;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.adapter.telemetry.AgainstScriptedServer;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A Datadog exporter and its intake. */
abstract class DatadogFixture extends AgainstScriptedServer {

    static final Secret KEY = Secret.of("canary-datadog-key-4711");

    final DatadogExporter exporter = newExporter();

    final DatadogExporter newExporter() {
        return newExporter(Duration.ofSeconds(30));
    }

    final DatadogExporter newExporter(Duration timeLimit) {
        DatadogSettings settings =
                new DatadogSettings(URI.create(server.endpoint() + "/api/v2/logs"), KEY, "build-7.example.com");
        return closedInTheEnd(new DatadogExporter("datadog", settings, http(timeLimit), InstantSource.fixed(NOW)));
    }

    /** The logs of {@code request}, which must be compressed. */
    static List<JsonNode> logsOf(ReceivedRequest request) {
        List<JsonNode> logs = new ArrayList<>();
        json(request.unzippedBody()).forEach(logs::add);
        return logs;
    }

    JsonNode onlyLog() {
        List<JsonNode> logs = logsOf(onlyRequest());
        if (logs.size() != 1) {
            throw new AssertionError("not one log: " + logs);
        }
        return logs.get(0);
    }
}
