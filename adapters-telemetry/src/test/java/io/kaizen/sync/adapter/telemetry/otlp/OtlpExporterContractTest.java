package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.ExporterContract;
import io.kaizen.sync.testkit.ReceivedRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class OtlpExporterContractTest extends ExporterContract {

    private static final Map<String, String> KINDS = Map.of(
            "kaizen.event", "events",
            "kaizen.repo_snapshot_chunk", "repo_snapshots",
            "kaizen.workspace_fact_snapshot", "workspace_facts");

    private final OtlpReceiver receiver = new OtlpReceiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Override
    protected Exporter newExporter() {
        return receiver.exporter();
    }

    @Override
    protected boolean arrives(BatchKind kind) {
        return !kind.equals(BatchKind.SESSION_EVALS) && !kind.equals(BatchKind.SESSION_FEEDBACK);
    }

    @Override
    protected List<Taken> taken() {
        return receiver.requests().stream().map(OtlpExporterContractTest::taken).toList();
    }

    private static Taken taken(ReceivedRequest request) {
        if (request.target().equals("/v1/traces")) {
            return new Taken(
                    "tool_spans", Decoded.spans(request.unzippedBytes()).size());
        }
        List<LogRecord> records = Decoded.records(request.unzippedBytes());
        return new Taken(KINDS.get(records.get(0).getEventName()), records.size());
    }
}
