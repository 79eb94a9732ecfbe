package io.kaizen.sync.adapter.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.testkit.ExporterContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFileExporterContractTest extends ExporterContract {

    @TempDir
    private Path folder;

    @Override
    protected Exporter newExporter() throws Exception {
        return new NdjsonFileExporter(file(), InstantSource.fixed(Instant.ofEpochMilli(1)));
    }

    @Override
    protected List<Taken> taken() throws Exception {
        List<Taken> taken = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            JsonNode summary = new ObjectMapper().readTree(line);
            taken.add(new Taken(
                    summary.get("batch_kind").asText(),
                    summary.get("item_count").asInt()));
        }
        return taken;
    }

    private Path file() throws Exception {
        return folder.toRealPath().resolve("telemetry.ndjson");
    }
}
