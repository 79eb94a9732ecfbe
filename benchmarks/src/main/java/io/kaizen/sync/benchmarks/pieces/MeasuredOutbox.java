package io.kaizen.sync.benchmarks.pieces;

import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.port.out.store.LaneGrant.Granted;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.application.port.out.store.Settled;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.batch.BodyDigest;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An outbox on a real file in a temporary folder, and the steps that a batch takes through it. */
final class MeasuredOutbox implements AutoCloseable {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Lane LANE = Lane.of(BatchKind.EVENTS);
    private static final OwnerId OWNER = new OwnerId("benchmark");
    private static final Destination DESTINATION = new Destination("https://ingest.example", "benchmark");

    private final Path folder;
    private final SqliteOutbox outbox;
    private final OutboxStore store;
    private final RowQueue queue;
    private final LaneLease lease;
    private final List<byte[]> payloads =
            Rows.outboxRows().stream().map(OutboxRow::payload).toList();
    private long keys;

    MeasuredOutbox() throws IOException {
        folder = Files.createTempDirectory("kaizen-sync-benchmark-");
        outbox = SqliteOutbox.open(folder.resolve("outbox.db"));
        store = outbox.newStore();
        queue = outbox.queue();
        lease = ((Granted) store.openLane(LANE, Duration.between(NOW, LATER))).lease();
    }

    /** Puts a batch of rows in; on disk when it returns. */
    long enqueue() {
        return queue.append(BatchKind.EVENTS, OWNER, payloads.iterator());
    }

    List<OutboxRow> page() {
        return store.page(new PageRequest(
                Lane.of(BatchKind.EVENTS),
                store.bound(),
                Optional.empty(),
                Rows.BATCH,
                Long.MAX_VALUE,
                Long.MAX_VALUE));
    }

    Claim newClaim() {
        List<RowId> rows = page().stream().map(OutboxRow::id).toList();
        IdempotencyKey key = new IdempotencyKey(new UUID(1, ++keys));
        return new Claim(LANE, key, Claim.State.SENDING, rows, new BodyDigest("0"), Rows.ENVELOPE, DESTINATION);
    }

    boolean claim(Claim claim) {
        return store.claim(lease, claim, Duration.between(NOW, LATER)).isClaimed();
    }

    long commit(Claim claim) {
        CompletableFuture<Settled> sent = store.settle(lease, new Sent(claim, NOW));
        store.complete();
        return sent.join().rows();
    }

    @Override
    public void close() throws IOException {
        store.close();
        outbox.close();
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
