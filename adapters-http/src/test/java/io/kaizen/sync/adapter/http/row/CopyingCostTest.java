package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kaizen.sync.adapter.http.internal.body.GzipMember;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.SampleBatches;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often a row's bytes are copied on their way, counted by what is allocated: the same on every machine, and not a matter of luck. */
class CopyingCostTest {

    private static final int ROWS = 500;
    private static final KindSpec EVENTS =
            KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();

    private final JacksonRowEncoder encoder = new JacksonRowEncoder();

    @Test
    void aPlainRowIsLookedAtAndNotCopied() {
        List<OutboxRow> rows = rows();
        assertThat(encodeAll(rows)).isEqualTo(ROWS);

        long allocated = allocatedBy(() -> encodeAll(rows));

        assertThat(allocated / ROWS).isLessThan(rows.get(0).payload().length * 3L / 4);
    }

    @Test
    void aBatchIsCompressedWithoutACopyOfItsBody() {
        Batch batch = SampleBatches.of(
                BatchKind.EVENTS,
                rows().stream().map(row -> new String(row.payload(), UTF_8)).toList());
        GzipMember gzip = new GzipMember(3);
        int length = gzip.of(batch).size();

        long allocated = allocatedBy(() -> gzip.of(batch));

        assertThat(length).isLessThan((int) batch.bodyBytes() / 4);
        assertThat(allocated).isLessThan(batch.bodyBytes() / 2);
    }

    private int encodeAll(List<OutboxRow> rows) {
        int asTheyAre = 0;
        for (OutboxRow row : rows) {
            if (encoder.encode(EVENTS, row) instanceof Encoded encoded
                    && encoded.row().json() == row.payload()) {
                asTheyAre++;
            }
        }
        return asTheyAre;
    }

    private static List<OutboxRow> rows() {
        return IntStream.rangeClosed(1, ROWS)
                .mapToObj(i -> new OutboxRow(new RowId(i), new OwnerId("owner"), BatchKind.EVENTS, payload(i)))
                .toList();
    }

    private static byte[] payload(int i) {
        String row = "{\"session_id_hash\":\"blake3:" + "ab".repeat(32) + "\",\"event_seq\":" + i
                + ",\"ts_ms\":1760000000000,\"agent\":\"codex\",\"model\":\"gpt-5-codex\",\"kind\":\"tool_call\","
                + "\"source\":\"hook\",\"tool\":\"Edit\",\"tool_call_id\":\"toolu_" + i + "\",\"tokens_in\":12,"
                + "\"tokens_out\":7,\"cost_usd_e6\":120,\"payload\":{\"text\":\"" + "some words ".repeat(25) + "\"}}";
        return row.getBytes(UTF_8);
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
