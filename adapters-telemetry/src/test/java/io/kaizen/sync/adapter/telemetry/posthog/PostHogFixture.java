package io.kaizen.sync.adapter.telemetry.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.adapter.telemetry.AgainstScriptedServer;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ReceivedRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A PostHog exporter and its server. */
abstract class PostHogFixture extends AgainstScriptedServer {

    static final Secret KEY = Secret.of("phc_canary-4711");

    final PostHogExporter exporter = exporterTo(server.endpoint());

    final PostHogExporter exporterTo(String host) {
        return closedInTheEnd(new PostHogExporter("posthog", new PostHogSettings(URI.create(host), KEY), http()));
    }

    static List<JsonNode> eventsOf(ReceivedRequest request) {
        List<JsonNode> events = new ArrayList<>();
        json(textOf(request.body())).get("batch").forEach(events::add);
        return events;
    }

    JsonNode onlyEvent() {
        List<JsonNode> events = eventsOf(onlyRequest());
        if (events.size() != 1) {
            throw new AssertionError("not one event: " + events);
        }
        return events.get(0);
    }

    static String event(int seq) {
        return "{\"session_id_hash\":\"s\",\"event_seq\":" + seq + ",\"ts_ms\":1,\"agent\":\"a\",\"model\":\"m\","
                + "\"kind\":\"k\",\"source\":\"tail\",\"payload\":\"PAD\"}";
    }
}
