package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.PageRequest;
import io.kaizen.sync.application.port.out.PendingRows;
import io.kaizen.sync.application.port.out.RowEncoder;
import io.kaizen.sync.application.port.out.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.RowEncoder.Malformed;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchPacker;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pending rows of one kind page by page, checks them, and packs them into batches. Holds one page, whatever the backlog. For
 * one thread.
 */
final class RowReader {

    private final PendingRows rows;
    private final RowEncoder encoder;
    private final FlushSettings settings;
    private final BatchKind kind;
    private final RowId upTo;
    private final Deque<OutboxRow> page = new ArrayDeque<>();
    private RowId lastRead = RowId.BEFORE_ALL;
    /** The encoding of the page's first row, if that is known already. */
    private RowEncoder.@Nullable Result encodedHead;

    RowReader(PendingRows rows, RowEncoder encoder, FlushSettings settings, BatchKind kind, RowId upTo) {
        this.rows = rows;
        this.encoder = encoder;
        this.settings = settings;
        this.kind = kind;
        this.upTo = upTo;
    }

    /** What comes next in the queue. */
    sealed interface Next {}

    /** Rows that travel together. */
    record Packed(Batch batch) implements Next {}

    /** The first row can never be sent. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing is left. */
    record Exhausted() implements Next {}

    /** The oldest row that was not packed yet. */
    Optional<RowId> head() {
        return page.isEmpty()
                ? rows.oldestPending(kind, lastRead, upTo)
                : Optional.of(page.getFirst().id());
    }

    /** Packs the next batch. */
    Next next() {
        if (!fill()) {
            return new Exhausted();
        }
        Optional<KindSpec> spec = Kinds.find(kind);
        if (spec.isEmpty()) {
            return new Blocked(neverSent(page.getFirst(), "this version does not know its kind"));
        }
        return pack(spec.get());
    }

    private Next pack(KindSpec spec) {
        BatchPacker packer = new BatchPacker(spec, settings.envelope(), settings.limits());
        while (!packer.isFull() && fill()) {
            RowEncoder.Result head = encodeHead(spec);
            if (head instanceof Malformed malformed) {
                if (packer.isEmpty()) {
                    return new Blocked(neverSent(page.getFirst(), malformed.reason()));
                }
                break;
            }
            if (head instanceof Encoded encoded && !packer.offer(encoded.row())) {
                break;
            }
            page.removeFirst();
            encodedHead = null;
        }
        return new Packed(packer.pack());
    }

    private RowEncoder.Result encodeHead(KindSpec spec) {
        if (encodedHead == null) {
            encodedHead = encoder.encode(spec, page.getFirst());
        }
        return encodedHead;
    }

    /** Whether there is a row to look at. */
    private boolean fill() {
        if (page.isEmpty()) {
            page.addAll(rows.page(new PageRequest(
                    kind,
                    lastRead,
                    upTo,
                    settings.limits().maxRows(),
                    settings.limits().maxBodyBytes())));
            if (!page.isEmpty()) {
                lastRead = page.getLast().id();
            }
        }
        return !page.isEmpty();
    }

    private static Stop neverSent(OutboxRow row, String reason) {
        return Stop.of(
                StopReason.MALFORMED,
                "row " + row.id() + " of kind " + row.kind() + " can never be sent (" + reason
                        + "); rows behind it wait until it is mended or removed");
    }
}
