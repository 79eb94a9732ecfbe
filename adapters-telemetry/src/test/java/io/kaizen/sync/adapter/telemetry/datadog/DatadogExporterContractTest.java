package io.kaizen.sync.adapter.telemetry.datadog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.item.ItemKind;
import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.ExporterContract;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class DatadogExporterContractTest extends ExporterContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ScriptedIngest server = ScriptedIngest.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    protected Exporter newExporter() {
        return new DatadogExporter(
                "datadog",
                new DatadogSettings(URI.create(server.endpoint()), Secret.of("k"), "h"),
                new ExporterHttp(LIMIT, sender(), new NoWait(), new Random(1)),
                InstantSource.system());
    }

    private static HttpPostSender sender() {
        return new HttpPostSender(LIMIT, "1.2.3", InstantSource.system(), ProxyChoice.DIRECT);
    }

    @Override
    protected boolean arrives(BatchKind kind) {
        return ItemKind.of(kind).isPresent();
    }

    @Override
    protected List<Taken> taken() throws Exception {
        List<Taken> taken = new ArrayList<>();
        for (ReceivedRequest request : server.requests()) {
            JsonNode logs = new ObjectMapper().readTree(request.unzippedBody());
            taken.add(new Taken(kindOf(logs.get(0).get("kaizen_type").textValue()), logs.size()));
        }
        return taken;
    }

    private static String kindOf(String type) {
        return Stream.of(ItemKind.values())
                .filter(kind -> kind.qualifiedText().equals(type))
                .findFirst()
                .orElseThrow()
                .batchKind()
                .name();
    }

    /** What is to be tried again is not: no reply of this server asks for it. */
    private static final class NoWait implements Sleeper {

        @Override
        public boolean sleep(Duration duration) {
            return false;
        }

        @Override
        public boolean isStopRequested() {
            return true;
        }
    }
}
