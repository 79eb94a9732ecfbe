package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kaizen.sync.domain.batch.Batch;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads our protobuf with OpenTelemetry's own classes. */
final class Decoded {

    static final long NOW_NANOS = 1_770_000_000_123_456_789L;
    static final String VERSION = "1.2.3";

    private Decoded() {}

    static ExportLogsServiceRequest logs(byte[] body) {
        try {
            return ExportLogsServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    static ExportTraceServiceRequest traces(byte[] body) {
        try {
            return ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    static List<LogRecord> records(byte[] body) {
        return logs(body).getResourceLogs(0).getScopeLogs(0).getLogRecordsList();
    }

    static List<Span> spans(byte[] body) {
        return traces(body).getResourceSpans(0).getScopeSpans(0).getSpansList();
    }

    /** The log records of a batch that fits into one request. */
    static List<LogRecord> recordsOf(Batch batch) {
        return records(bodyOf(batch, LogRecords.of(batch, NOW_NANOS).orElseThrow()));
    }

    /** The spans of a batch that fits into one request. */
    static List<Span> spansOf(Batch batch) {
        return spans(bodyOf(batch, new Spans(NOW_NANOS)));
    }

    static byte[] bodyOf(Batch batch, ItemMapper mapper) {
        try {
            List<OtlpRequest> requests = OtlpRequests.of(batch, mapper, VERSION);
            if (requests.size() != 1) {
                throw new AssertionError(requests.size() + " requests");
            }
            return requests.get(0).body();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** The attributes as a map; a key given twice is an error, as OTLP says. */
    static Map<String, AnyValue> attributes(List<KeyValue> pairs) {
        Map<String, AnyValue> map = new LinkedHashMap<>();
        for (KeyValue pair : pairs) {
            if (map.put(pair.getKey(), pair.getValue()) != null) {
                throw new AssertionError(pair.getKey() + " twice");
            }
        }
        return map;
    }

    static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    static AnyValue whole(long number) {
        return AnyValue.newBuilder().setIntValue(number).build();
    }
}
