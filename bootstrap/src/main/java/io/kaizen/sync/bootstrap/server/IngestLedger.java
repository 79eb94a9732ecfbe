package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What an ingest server has stored, and under which keys. It keeps no rows: 32 to 64 bytes of fingerprint per row, and the
 * last {@value #MAX_KEYS} keys of stored batches; a batch that comes back under an older key is taken for a new one.
 *
 * <p>This class is thread-safe: whether a key is known and whether its batch is stored is decided in one step, so that of two
 * equal requests at once one is stored and the other is a replay.
 */
public final class IngestLedger {

    /** How many idempotency keys are remembered. */
    public static final int MAX_KEYS = 100_000;

    private final Map<BatchKind, Shelf> shelves = new LinkedHashMap<>();
    private final Map<UUID, Remembered> keys = new LinkedHashMap<>();
    private final SortedMap<Integer, Long> answers = new TreeMap<>();
    private long replays;
    private long keyMisuses;
    private long dropped;
    private long discardedBytes;

    IngestLedger() {
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            if (spec.isPosted()) {
                shelves.put(spec.kind(), new Shelf(spec.kind()));
            }
        }
    }

    /** What a client is told about a stored batch. The two numbers sum up to the rows of the batch. */
    record Counts(int received, int deduped) {}

    /** What became of a batch. */
    sealed interface Receipt {

        ServerAnswer toAnswer();

        /** It was stored. */
        record Stored(StoredBatch batch) implements Receipt {

            @Override
            public ServerAnswer toAnswer() {
                return ServerAnswer.counts(202, new Counts(batch.added(), batch.deduped()));
            }
        }

        /** It had been stored before under its key, with these counts; nothing changed. */
        record Replayed(Counts original) implements Receipt {

            @Override
            public ServerAnswer toAnswer() {
                return ServerAnswer.counts(409, original);
            }
        }

        /** Its key belongs to another batch; nothing changed. */
        record KeyMisused() implements Receipt {

            @Override
            public ServerAnswer toAnswer() {
                return ServerAnswer.error(422, "this idempotency key was used for another batch");
            }
        }
    }

    private record Remembered(Fingerprint body, Counts counts) {}

    synchronized Receipt store(ReceivedBatch batch) {
        Remembered known = keys.get(batch.key());
        if (known == null) {
            return new Receipt.Stored(storeNew(batch));
        }
        if (known.body().equals(batch.body())) {
            replays++;
            return new Receipt.Replayed(known.counts());
        }
        keyMisuses++;
        return new Receipt.KeyMisused();
    }

    synchronized void countAnswer(int status) {
        answers.merge(status, 1L, Long::sum);
    }

    synchronized void countDropped() {
        dropped++;
    }

    synchronized void countDiscarded(long bytes) {
        discardedBytes += bytes;
    }

    /** All counts, taken together. */
    public synchronized LedgerSnapshot snapshot() {
        return new LedgerSnapshot(
                shelves.values().stream().map(shelf -> shelf.tally).toList(),
                Collections.unmodifiableSortedMap(new TreeMap<>(answers)),
                replays,
                keyMisuses,
                dropped,
                discardedBytes);
    }

    private StoredBatch storeNew(ReceivedBatch batch) {
        Shelf shelf = shelves.get(batch.kind());
        if (shelf == null) {
            throw new IllegalArgumentException("no route takes rows of kind " + batch.kind());
        }
        int seen = shelf.add(batch.rows());
        int total = batch.rows().size();
        int deduped = batch.dedupes() ? seen : 0;
        shelf.tally = shelf.tally.plusBatch(total - deduped, deduped, seen - deduped);
        remember(batch, new Counts(total - deduped, deduped));
        return new StoredBatch(batch.kind(), batch.key(), total, deduped, shelf.tally.stored());
    }

    private void remember(ReceivedBatch batch, Counts counts) {
        keys.put(batch.key(), new Remembered(batch.body(), counts));
        if (keys.size() > MAX_KEYS) {
            Iterator<UUID> oldestFirst = keys.keySet().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** The rows of one kind. */
    private static final class Shelf {

        private final FingerprintSet rows = new FingerprintSet();
        private KindTally tally;

        Shelf(BatchKind kind) {
            tally = KindTally.none(kind);
        }

        /** Returns how many of {@code batch} were here before. */
        int add(List<Fingerprint> batch) {
            int seen = 0;
            for (Fingerprint row : batch) {
                if (!rows.add(row)) {
                    seen++;
                }
            }
            return seen;
        }
    }
}
