package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaizen.sync.bootstrap.demo.DemoRows;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of every sort that can never be sent, and healthy ones, as a program might have written them to the file. */
public final class PoisonRows {

    public static final String REFUSED_WITH_400 = "poison-400";
    public static final String REFUSED_WITH_422 = "poison-422";

    /** Longest body of a server to which {@link #tooLargeForServer} is too large. */
    public static final int SERVER_BODY_BYTES = 100_000;

    /** Longer than what is read of a row. */
    private static final int TOO_LONG_BYTES = 9 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DemoRows ROWS = new DemoRows(3);

    private PoisonRows() {}

    public static Stream<OutboxRow> healthy(BatchKind kind, int count) {
        return IntStream.range(0, count).mapToObj(index -> row(kind, ROWS.row(kind, index)));
    }

    public static OutboxRow malformed(BatchKind kind) {
        return row(kind, "{\"half\": tru".getBytes(UTF_8));
    }

    public static OutboxRow tooLongToRead(BatchKind kind) {
        return row(kind, ("{\"a\":\"" + "x".repeat(TOO_LONG_BYTES) + "\"}").getBytes(UTF_8));
    }

    public static OutboxRow tooLargeForServer(BatchKind kind) {
        return with(kind, "y".repeat(SERVER_BODY_BYTES));
    }

    /** A good row with {@code text} in it. */
    public static OutboxRow with(BatchKind kind, String text) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(ROWS.row(kind, 1_000));
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isTextual()) {
                    object.put(field.getKey(), text);
                    return row(kind, JSON.writeValueAsBytes(object));
                }
            }
            ((ArrayNode) object.get("skill_slugs")).add(text);
            return row(kind, JSON.writeValueAsBytes(object));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static OutboxRow row(BatchKind kind, byte[] payload) {
        return new OutboxRow(new RowId(1), new OwnerId("session"), kind, payload);
    }
}
