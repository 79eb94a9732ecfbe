package io.kaizen.sync.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/** What the tests of this module have in common. */
public final class Fixtures {

    public static final BatchEnvelope ENVELOPE = new BatchEnvelope("team", "blake3:x", Optional.empty());

    public static final KindSpec EVENTS =
            KaizenKinds.REGISTRY.find(BatchKind.EVENTS).orElseThrow();

    /** Takes every payload as it is, but those that say "bad". */
    public static final RowEncoder ENCODER = (spec, row) -> new String(row.payload(), UTF_8).equals("bad")
            ? new RowEncoder.Malformed("it says so")
            : new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload()));

    private Fixtures() {}

    public static OutboxRow row(long id, String payload) {
        return new OutboxRow(new RowId(id), new OwnerId("owner"), BatchKind.EVENTS, payload.getBytes(UTF_8));
    }

    public static Batch batchOf(long... ids) {
        return new Batch(
                EVENTS,
                ENVELOPE,
                LongStream.of(ids)
                        .mapToObj(id -> new EncodedRow(new RowId(id), new OwnerId("owner"), "{}".getBytes(UTF_8)))
                        .toList());
    }

    public static FlushSettings settings(BatchLimits limits) {
        return settings(limits, OnPoison.DEAD_LETTER);
    }

    public static FlushSettings settings(BatchLimits limits, OnPoison onPoison) {
        return new FlushSettings(
                limits,
                ENVELOPE,
                new Destination("http://localhost", "team"),
                new RetryPolicy(
                        new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5)),
                new CommitPolicy(true),
                onPoison,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                false);
    }
}
