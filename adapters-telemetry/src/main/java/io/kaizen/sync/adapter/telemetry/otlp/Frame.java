package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What surrounds the items of a request. Requests for logs and for traces number these fields alike, so that one frame serves both.
 * Immutable.
 *
 * @param resource the team, the workspace and this program
 * @param scope the code that creates the items
 */
record Frame(Resource resource, InstrumentationScope scope) {

    private static final String SERVICE = "kaizen";
    private static final long SCHEMA_VERSION = 1;
    /** The library's own name. */
    private static final String INSTRUMENTATION_SCOPE = "io.kaizen.sync";

    /** @param version of this program */
    static Frame of(BatchEnvelope envelope, String version) {
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(AnyValues.pair("service.name", AnyValues.text(SERVICE)))
                .addAttributes(AnyValues.pair("service.version", AnyValues.text(version)))
                .addAttributes(AnyValues.pair("kaizen.schema_version", AnyValues.whole(SCHEMA_VERSION)))
                .addAttributes(AnyValues.pair("kaizen.team_id", AnyValues.text(envelope.teamId())))
                .addAttributes(AnyValues.pair("kaizen.workspace_hash", AnyValues.text(envelope.workspaceHash())));
        envelope.projectName()
                .map(name -> AnyValues.pair("kaizen.project_name", AnyValues.text(name)))
                .ifPresent(resource::addAttributes);
        InstrumentationScope scope = InstrumentationScope.newBuilder()
                .setName(INSTRUMENTATION_SCOPE)
                .setVersion(version)
                .build();
        return new Frame(resource.build(), scope);
    }

    /** How many bytes {@code item}, an encoded log record or span, adds to the items of a body. */
    static long bytesOf(ByteString item) {
        return CodedOutputStream.computeBytesSize(ScopeLogs.LOG_RECORDS_FIELD_NUMBER, item);
    }

    /** The length in bytes of a body whose items take {@code itemBytes}, before compression. */
    long bodyBytes(long itemBytes) {
        return fieldBytes(resourceBytes(itemBytes));
    }

    /** The body of a request. */
    byte[] around(List<ByteString> items) {
        long itemBytes = items.stream().mapToLong(Frame::bytesOf).sum();
        byte[] body = new byte[Math.toIntExact(bodyBytes(itemBytes))];
        CodedOutputStream out = CodedOutputStream.newInstance(body);
        try {
            writeHead(out, ExportLogsServiceRequest.RESOURCE_LOGS_FIELD_NUMBER, resourceBytes(itemBytes));
            out.writeMessage(ResourceLogs.RESOURCE_FIELD_NUMBER, resource);
            writeHead(out, ResourceLogs.SCOPE_LOGS_FIELD_NUMBER, scopeBytes(itemBytes));
            out.writeMessage(ScopeLogs.SCOPE_FIELD_NUMBER, scope);
            for (ByteString item : items) {
                out.writeBytes(ScopeLogs.LOG_RECORDS_FIELD_NUMBER, item);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("the body has the length that was computed for it", impossible);
        }
        return body;
    }

    private long resourceBytes(long itemBytes) {
        return CodedOutputStream.computeMessageSize(ResourceLogs.RESOURCE_FIELD_NUMBER, resource)
                + fieldBytes(scopeBytes(itemBytes));
    }

    private long scopeBytes(long itemBytes) {
        return CodedOutputStream.computeMessageSize(ScopeLogs.SCOPE_FIELD_NUMBER, scope) + itemBytes;
    }

    /** The bytes of a message field: a tag of one byte, the length and the content. */
    private static long fieldBytes(long content) {
        return 1L + CodedOutputStream.computeUInt64SizeNoTag(content) + content;
    }

    private static void writeHead(CodedOutputStream out, int field, long content) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(content);
    }
}
