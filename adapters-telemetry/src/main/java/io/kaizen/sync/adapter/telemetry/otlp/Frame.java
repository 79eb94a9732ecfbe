package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;

/**
 * What surrounds the items of a request, and how many bytes it takes. Requests for logs and for traces number these fields alike, so
 * the sizes hold for both. Immutable.
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

    /** How many bytes {@code item} adds to the items of a body. */
    static long bytesOf(MessageLite item) {
        return CodedOutputStream.computeMessageSize(ScopeLogs.LOG_RECORDS_FIELD_NUMBER, item);
    }

    /** The length in bytes of a body whose items take {@code itemBytes}, before compression. */
    long bodyBytes(long itemBytes) {
        long ofScope = CodedOutputStream.computeMessageSize(ScopeLogs.SCOPE_FIELD_NUMBER, scope) + itemBytes;
        long ofResource = CodedOutputStream.computeMessageSize(ResourceLogs.RESOURCE_FIELD_NUMBER, resource)
                + fieldBytes(ofScope);
        return fieldBytes(ofResource);
    }

    /** The bytes of a message field: a tag of one byte, the length and the content. */
    private static long fieldBytes(long content) {
        return 1L + CodedOutputStream.computeUInt64SizeNoTag(content) + content;
    }
}
