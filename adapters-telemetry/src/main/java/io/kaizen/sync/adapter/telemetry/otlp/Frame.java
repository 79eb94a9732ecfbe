package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import java.util.List;

/**
 * What stands around the items of a request: whose they are and who says so. {@code ExportLogsServiceRequest} and
 * {@code ExportTraceServiceRequest} number these fields alike, so one frame serves both. Immutable.
 */
final class Frame {

    private static final int RESOURCE_ITEMS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_ITEMS = 2;
    private static final int SCOPE = 1;
    private static final int ITEMS = 2;
    private static final int ATTRIBUTES = 1;
    private static final int SCOPE_NAME = 1;
    private static final int SCOPE_VERSION = 2;

    private static final String SERVICE = "kaizen";
    private static final String SCHEMA_VERSION = "1";
    /** Of our own code, by its name as a library. */
    private static final String INSTRUMENTATION_SCOPE = "io.kaizen.sync";

    private final byte[] resource;
    private final byte[] scope;

    /** @param version of this program */
    Frame(BatchEnvelope envelope, String version) {
        this.resource = resource(envelope, version);
        this.scope = scope(version);
    }

    /** Length of a request's body without items, at most: four fields, each with a tag of one byte and a length of five at most. */
    int bytes() {
        return resource.length + scope.length + 4 * (1 + 5);
    }

    /** How much {@code item} adds to a body. */
    static long bytesOf(byte[] item) {
        return 1L + ProtoWriter.sizeOfVarint(item.length) + item.length;
    }

    /** The body of a request. */
    byte[] around(List<Item> items) {
        ProtoWriter out = new ProtoWriter();
        out.message(RESOURCE_ITEMS, ofResource -> {
            ofResource.bytes(RESOURCE, resource);
            ofResource.message(SCOPE_ITEMS, ofScope -> {
                ofScope.bytes(SCOPE, scope);
                items.forEach(item -> ofScope.bytes(ITEMS, item.bytes()));
            });
        });
        return out.toByteArray();
    }

    private static byte[] resource(BatchEnvelope envelope, String version) {
        ProtoWriter out = new ProtoWriter();
        AnyValue.writePair(out, ATTRIBUTES, "service.name", new Text(SERVICE));
        AnyValue.writePair(out, ATTRIBUTES, "service.version", new Text(version));
        AnyValue.writePair(out, ATTRIBUTES, "kaizen.schema_version", new Numeral(SCHEMA_VERSION));
        AnyValue.writePair(out, ATTRIBUTES, "kaizen.team_id", new Text(envelope.teamId()));
        AnyValue.writePair(out, ATTRIBUTES, "kaizen.workspace_hash", new Text(envelope.workspaceHash()));
        envelope.projectName()
                .ifPresent(name -> AnyValue.writePair(out, ATTRIBUTES, "kaizen.project_name", new Text(name)));
        return out.toByteArray();
    }

    private static byte[] scope(String version) {
        ProtoWriter out = new ProtoWriter();
        out.string(SCOPE_NAME, INSTRUMENTATION_SCOPE);
        out.string(SCOPE_VERSION, version);
        return out.toByteArray();
    }
}
