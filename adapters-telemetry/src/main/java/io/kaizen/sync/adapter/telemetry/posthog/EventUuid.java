package io.kaizen.sync.adapter.telemetry.posthog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.adapter.telemetry.item.ItemJson;
import io.kaizen.sync.adapter.telemetry.item.RowFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The UUID, version 5 (RFC 9562, section 5.5), under which PostHog knows a row: the same whenever the row is sent, another for
 * another row. Its name is the JSON array of the item's kind, the team, the workspace's hash and what tells the row from others
 * there. A fact has nothing of the kind, so its whole content counts: the same facts are the same row.
 */
final class EventUuid {

    /** Drawn once, and for ever the same: another one would make every resend a new event. */
    private static final UUID NAMESPACE = UUID.fromString("410de271-b9f4-4f5f-aea0-b7621fa967c1");

    private static final NameBasedGenerator VERSION_5 = Generators.nameBasedGenerator(NAMESPACE);

    private EventUuid() {}

    static UUID of(CanonicalItem item, RowFields row) {
        List<String> name = new ArrayList<>();
        name.add(item.kind().text());
        name.add(item.envelope().teamId());
        name.add(item.envelope().workspaceHash());
        switch (item.kind()) {
            case EVENT -> {
                name.add(row.text("session_id_hash").orElse(""));
                name.add(number(row, "event_seq"));
            }
            case TOOL_SPAN -> name.add(row.text("span_id_hash").orElse(""));
            case REPO_SNAPSHOT_CHUNK -> {
                name.add(row.text("snapshot_id_hash").orElse(""));
                name.add(number(row, "chunk_index"));
            }
            case WORKSPACE_FACT_SNAPSHOT -> name.add(new String(item.row().json(), UTF_8));
        }
        return VERSION_5.generate(arrayOf(name));
    }

    private static String number(RowFields row, String field) {
        return row.integer(field).map(BigInteger::toString).orElse("");
    }

    /** As JSON, no two lists of parts have the same text. */
    private static byte[] arrayOf(List<String> parts) {
        return ItemJson.write(json -> {
            json.writeStartArray();
            for (String part : parts) {
                json.writeString(ItemJson.encodable(part));
            }
            json.writeEndArray();
        });
    }
}
