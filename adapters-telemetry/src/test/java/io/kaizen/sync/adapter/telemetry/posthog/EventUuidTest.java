package io.kaizen.sync.adapter.telemetry.posthog;

import static io.kaizen.sync.testkit.SampleBatches.ENVELOPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.telemetry.item.CanonicalItem;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.SampleBatches;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PostHog takes two events with one UUID for one event, so it must be the row's, the whole row's and nothing but the row's. */
class EventUuidTest {

    private static final String EVENT = "{\"session_id_hash\":\"s\",\"event_seq\":1,\"ts_ms\":5,\"agent\":\"a\","
            + "\"model\":\"m\",\"kind\":\"k\",\"source\":\"tail\",\"payload\":{}}";
    private static final String SPAN = "{\"session_id_hash\":\"s\",\"span_id_hash\":\"p\",\"status\":\"done\","
            + "\"started_at_ms\":1,\"path_hashes\":[]}";
    private static final String SNAPSHOT = "{\"snapshot_id_hash\":\"r\",\"commit_hash\":null,\"indexed_at_ms\":1,"
            + "\"dirty\":false,\"chunk_index\":0,\"chunk_total\":2,\"file_facts\":[],\"edges\":[]}";
    private static final String FACT = "{\"skill_slugs\":[\"a\"],\"rule_slugs\":[]}";

    private record Row(BatchKind kind, String json) {}

    static List<BatchKind> kinds() {
        return List.of(BatchKind.EVENTS, BatchKind.TOOL_SPANS, BatchKind.REPO_SNAPSHOTS, BatchKind.WORKSPACE_FACTS);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void f111_itIsOfVersion5AndTheSameOnAResendWhateverIdTheRowHas(BatchKind kind) {
        EncodedRow row = SampleBatches.of(kind, 1).rows().get(0);
        EncodedRow later =
                new EncodedRow(new RowId(99), new OwnerId("other"), row.json().clone());
        Batch batch = SampleBatches.of(kind, 1).withRows(List.of(row, later));

        List<UUID> uuids = uuidsOf(batch);

        assertThat(uuids.get(0).version()).isEqualTo(5);
        assertThat(uuids.get(0).variant()).isEqualTo(2);
        assertThat(uuids.get(1)).isEqualTo(uuids.get(0));
    }

    @Test
    void anotherRowHasAnother() {
        List<Row> rows = List.of(
                new Row(BatchKind.EVENTS, EVENT),
                new Row(BatchKind.EVENTS, EVENT.replace("\"event_seq\":1", "\"event_seq\":2")),
                new Row(BatchKind.EVENTS, EVENT.replace("\"event_seq\":1", "\"event_seq\":18446744073709551615")),
                new Row(BatchKind.EVENTS, EVENT.replace("\"s\"", "\"s2\"")),
                new Row(BatchKind.TOOL_SPANS, SPAN),
                new Row(BatchKind.TOOL_SPANS, SPAN.replace("\"p\"", "\"p2\"")),
                new Row(BatchKind.REPO_SNAPSHOTS, SNAPSHOT),
                new Row(BatchKind.REPO_SNAPSHOTS, SNAPSHOT.replace("\"r\"", "\"r2\"")),
                new Row(BatchKind.REPO_SNAPSHOTS, SNAPSHOT.replace("\"chunk_index\":0", "\"chunk_index\":1")),
                new Row(BatchKind.REPO_SNAPSHOTS, SNAPSHOT.replace("\"r\"", "\"p\"")),
                new Row(BatchKind.WORKSPACE_FACTS, FACT),
                new Row(BatchKind.WORKSPACE_FACTS, FACT.replace("\"a\"", "\"b\"")),
                new Row(BatchKind.WORKSPACE_FACTS, "{\"skill_slugs\":[],\"rule_slugs\":[\"a\"]}"));
        List<UUID> uuids = new ArrayList<>();
        for (Row row : rows) {
            uuids.addAll(uuidsOf(SampleBatches.of(row.kind(), row.json())));
        }

        assertThat(uuids).doesNotHaveDuplicates();
    }

    /** The second string ends where the first begins: glued together they would be the same. */
    @Test
    void partsDoNotRunIntoEachOther() {
        Batch one = SampleBatches.of(BatchKind.TOOL_SPANS, SPAN.replace("\"p\"", "\"1x\""));
        Batch two = SampleBatches.of(BatchKind.TOOL_SPANS, SPAN.replace("\"p\"", "\"x\""));

        assertThat(uuidsOf(of(one, new BatchEnvelope("t", "h", ENVELOPE.projectName()))))
                .isNotEqualTo(uuidsOf(of(two, new BatchEnvelope("t", "h1", ENVELOPE.projectName()))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anotherTeamOrWorkspaceHasAnother(BatchKind kind) {
        Batch batch = SampleBatches.of(kind, 1);
        Set<UUID> uuids = new HashSet<>(uuidsOf(batch));
        uuids.addAll(uuidsOf(of(batch, new BatchEnvelope("team-2", ENVELOPE.workspaceHash(), ENVELOPE.projectName()))));
        uuids.addAll(uuidsOf(of(batch, new BatchEnvelope(ENVELOPE.teamId(), "blake3:other", ENVELOPE.projectName()))));

        assertThat(uuids).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theProjectsNameMayChange(BatchKind kind) {
        Batch batch = SampleBatches.of(kind, 1);
        BatchEnvelope renamed = new BatchEnvelope(ENVELOPE.teamId(), ENVELOPE.workspaceHash(), Optional.empty());

        assertThat(uuidsOf(of(batch, renamed))).isEqualTo(uuidsOf(batch));
    }

    @Test
    void aSpanThatHasEndedMeanwhileIsStillTheSameSpan() {
        String ended = SPAN.replace("\"started_at_ms\":1", "\"started_at_ms\":1,\"ended_at_ms\":2");

        assertThat(uuidsOf(SampleBatches.of(BatchKind.TOOL_SPANS, ended)))
                .isEqualTo(uuidsOf(SampleBatches.of(BatchKind.TOOL_SPANS, SPAN)));
    }

    /** What other programs can rely on: RFC 9562, section 5.5, computed by hand. */
    @Test
    void itsNameIsTheJsonArrayOfKindTeamWorkspaceAndIdentity() throws Exception {
        String name = "[\"event\",\"team-1\",\"blake3:" + "ab".repeat(32) + "\",\"s\",\"1\"]";
        UUID namespace = UUID.fromString("410de271-b9f4-4f5f-aea0-b7621fa967c1");
        ByteBuffer start = ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits());
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(start.array());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
        long high = hash.getLong() & 0xffff_ffff_ffff_0fffL | 0x5000L;
        long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;

        assertThat(uuidsOf(SampleBatches.of(BatchKind.EVENTS, EVENT))).containsExactly(new UUID(high, low));
    }

    private static Batch of(Batch batch, BatchEnvelope envelope) {
        return new Batch(batch.spec(), envelope, batch.rows());
    }

    private static List<UUID> uuidsOf(Batch batch) {
        return CanonicalItem.of(batch).stream()
                .map(item -> EventUuid.of(item, item.fields()))
                .toList();
    }
}
