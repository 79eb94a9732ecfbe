package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.enqueue.EnqueueTelemetryService;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.application.port.in.EnqueueRows.Request;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.application.port.in.EnqueueTelemetry;
import io.kaizen.sync.application.port.in.EnqueueTelemetry.InvalidItemException;
import io.kaizen.sync.application.port.in.TelemetryItem;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of an observation into the outbox, put together without an injector. */
class EnqueueTelemetryTest {

    private static final OwnerId OWNER = new OwnerId("session-1");

    private final List<String> stored = new ArrayList<>();
    private final EnqueueTelemetry telemetry = sampling(1);

    @Test
    void f131_anEventIsHashedRedactedCheckedAndStored() {
        Map<String, Object> fields = event();
        fields.put("payload", Map.of("text", "wrote /home/ann/a.txt for ann@example.org"));
        fields.put("cwd", "/home/ann");

        boolean isStored = telemetry.enqueue(TelemetryItem.of(BatchKind.EVENTS, OWNER, fields));

        assertThat(isStored).isTrue();
        assertThat(stored)
                .containsExactly(
                        "{\"session_id_hash\":\"" + Redaction.HASHER.hash("s-1") + "\",\"event_seq\":1,\"ts_ms\":2,"
                                + "\"agent\":\"codex\",\"model\":\"m\",\"kind\":\"message\",\"source\":\"hook\","
                                + "\"payload\":{\"text\":\"wrote <c1b41ccf:file> for <REDACTED:email>\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event_seq  | -1  | event_seq: not an integer from 0 to 18446744073709551615",
                "event_seq  |     | event_seq: null",
                "session_id |     | session_id_hash: missing",
                "session_id | 7   | session_id: not a string",
                "session_id_hash | 7 | session_id_hash: given twice",
            })
    void anItemThatCanNeverBeSentIsRefusedByTheNameOfItsField(String field, Integer value, String reason) {
        Map<String, Object> fields = event();
        fields.put(field, value);
        TelemetryItem item = TelemetryItem.of(BatchKind.EVENTS, OWNER, fields);

        assertThatThrownBy(() -> telemetry.enqueue(item))
                .isInstanceOfSatisfying(
                        InvalidItemException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessage("events: " + reason);
        assertThat(stored).isEmpty();
    }

    @Test
    void bytesAreTakenAsWellAsMaps() {
        byte[] json = "{\"skill_slugs\":[\"review\"], \"rule_slugs\":[]}".getBytes(UTF_8);

        assertThat(telemetry.enqueue(new TelemetryItem(BatchKind.WORKSPACE_FACTS, OWNER, json)))
                .isTrue();
        assertThat(stored).containsExactly("{\"skill_slugs\":[\"review\"],\"rule_slugs\":[]}");
    }

    @Test
    void anEventMayFallToTheSampleRate() {
        assertThat(sampling(0).enqueue(TelemetryItem.of(BatchKind.EVENTS, OWNER, event())))
                .isFalse();
        assertThat(stored).isEmpty();
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        TelemetryItem item = TelemetryItem.of(new BatchKind("spaceships"), OWNER, Map.of());

        assertThatThrownBy(() -> telemetry.enqueue(item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spaceships");
    }

    @Test
    void manyAreEnqueuedTogetherOrNotAtAll() {
        Request request = new Request(BatchKind.SESSION_EVALS, OWNER, false, false);

        assertThatThrownBy(() -> telemetry.enqueue(request, rows("{}")))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("payload 1: id: missing");
        assertThat(stored).isEmpty();
    }

    @Test
    void whatCannotBePreparedIsSkippedWhereThatIsAskedFor() {
        Request request = new Request(BatchKind.WORKSPACE_FACTS, OWNER, false, true);

        Result result = telemetry.enqueue(request, rows("{", "{\"skill_slugs\":[],\"rule_slugs\":[]}", "{}"));

        assertThat(stored).hasSize(1);
        assertThat(result.examples()).extracting("position").containsExactly(1L, 3L);
    }

    private static Map<String, Object> event() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("session_id", "s-1");
        fields.put("event_seq", 1);
        fields.put("ts_ms", 2L);
        fields.put("agent", "codex");
        fields.put("model", "m");
        fields.put("kind", "message");
        fields.put("source", "hook");
        fields.put("payload", null);
        return fields;
    }

    private static Iterator<byte[]> rows(String... rows) {
        return Stream.of(rows).map(row -> row.getBytes(UTF_8)).iterator();
    }

    private EnqueueTelemetry sampling(double rate) {
        return new EnqueueTelemetryService(
                new JacksonIdentifierHashing(KaizenKinds.REGISTRY, Redaction.HASHER),
                Redaction.STANDARD,
                new StoringQueue(),
                new JacksonRowEncoder(),
                rate,
                new SplittableRandom(1));
    }

    /** Stores all that it is given, or nothing if the giver throws. */
    private final class StoringQueue implements RowQueue {

        @Override
        public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            List<String> given = new ArrayList<>();
            payloads.forEachRemaining(payload -> given.add(new String(payload, UTF_8)));
            stored.addAll(given);
            return given.size();
        }

        @Override
        public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            return append(kind, owner, payloads);
        }
    }
}
