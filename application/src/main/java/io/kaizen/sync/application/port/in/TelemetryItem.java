package io.kaizen.sync.application.port.in;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.domain.json.JsonText;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was observed, as whoever observed it has it: with identifiers instead of hashes, and with whatever its payload says.
 *
 * @param owner whose row it is; a session, as a rule
 * @param json one JSON object in UTF-8; shared, not copied: nobody may write to it
 */
@SuppressWarnings("ArrayRecordComponent") // rows are bytes from the disk to the socket (ADR 5)
public record TelemetryItem(BatchKind kind, OwnerId owner, byte[] json) {

    public TelemetryItem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(json, "json");
    }

    /**
     * An item of these fields.
     *
     * @param fields null, strings, booleans, numbers, maps and iterables of these
     * @throws IllegalArgumentException if there is anything else among them; names the field
     */
    public static TelemetryItem of(BatchKind kind, OwnerId owner, Map<String, ? extends @Nullable Object> fields) {
        return new TelemetryItem(kind, owner, JsonText.write(fields).getBytes(UTF_8));
    }
}
