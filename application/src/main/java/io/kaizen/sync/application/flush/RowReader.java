package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchPacker;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pending rows of one kind page by page, checks them, and packs them into batches, each for one lane: every row is read once,
 * however many lanes there are. Rows that can never be sent it puts on one side, or stops in front of them. Holds one page, and for each
 * lane what is less than a batch, whatever the backlog. For one thread at a time.
 */
final class RowReader {

    private final LaneRows rows;
    private final FlushSettings settings;
    private final Predicate<RowId> wanted;
    private final Deque<OutboxRow> page = new ArrayDeque<>();
    /** Batches that are not full yet, by lane; the one with the oldest row comes first. */
    private final Map<Lane, BatchPacker> packers = new LinkedHashMap<>();

    private List<Refusal> poison = new ArrayList<>();
    private Optional<RowId> lastRead = Optional.empty();
    /** The encoding of the page's first row, if that is known already. */
    private RowEncoder.@Nullable Result encodedHead;

    /** @param wanted which rows to read; the others are passed over */
    RowReader(LaneRows rows, Predicate<RowId> wanted) {
        this.rows = rows;
        this.settings = rows.settings();
        this.wanted = wanted;
    }

    /** What comes next in the queue. */
    sealed interface Next {}

    /** Rows that travel together, of one lane. */
    record Packed(Batch batch, Lane lane) implements Next {}

    /** So many rows can never be sent that they must be {@linkplain #takePoison() taken} before any other is looked at. */
    record FullOfPoison() implements Next {}

    /** The first row can never be sent, and nothing is to pass it. */
    record Blocked(Stop stop) implements Next {}

    /** Nothing is left. */
    record Exhausted() implements Next {}

    /** The oldest row that was not packed yet. May read the next page. */
    Optional<RowId> head() {
        if (!packers.isEmpty()) {
            return Optional.of(packers.values().iterator().next().firstRow());
        }
        return fill() ? Optional.of(page.getFirst().id()) : Optional.empty();
    }

    /** Packs the next batch. Look at {@link #takePoison} before anything is done with it. */
    Next next() {
        Optional<KindSpec> spec = rows.spec();
        return spec.isPresent() ? pack(spec.get()) : passOver();
    }

    /** Hands out what was found since the last call: rows that can never be sent, in order. */
    List<Refusal> takePoison() {
        List<Refusal> found = poison;
        poison = new ArrayList<>();
        return found;
    }

    private Next pack(KindSpec spec) {
        while (!isFullOfPoison() && fill()) {
            RowEncoder.Result head = encodeHead(spec);
            if (head instanceof Encoded encoded) {
                Lane lane = rows.laneOf(page.getFirst());
                BatchPacker packer = packers.computeIfAbsent(
                        lane, unused -> new BatchPacker(spec, settings.envelope(), settings.limits()));
                if (!packer.offer(encoded.row())) {
                    return packed(lane);
                }
                takeHead();
                if (packer.isFull()) {
                    return packed(lane);
                }
            } else if (head instanceof Malformed malformed) {
                if (settings.onPoison() == OnPoison.STOP) {
                    return packers.isEmpty()
                            ? new Blocked(neverSent(page.getFirst(), malformed.reason()))
                            : packed(oldestLane());
                }
                poison.add(refusalOf(page.getFirst(), malformed));
                takeHead();
            }
        }
        if (!packers.isEmpty()) {
            return packed(oldestLane());
        }
        return isFullOfPoison() ? new FullOfPoison() : new Exhausted();
    }

    private void takeHead() {
        page.removeFirst();
        encodedHead = null;
    }

    private Lane oldestLane() {
        return packers.keySet().iterator().next();
    }

    private Packed packed(Lane lane) {
        return new Packed(Objects.requireNonNull(packers.remove(lane)).pack(), lane);
    }

    /** Rows of a kind that we do not know. */
    private Next passOver() {
        String why = "this version does not know its kind";
        while (!isFullOfPoison() && fill()) {
            if (settings.onPoison() == OnPoison.STOP) {
                return new Blocked(neverSent(page.getFirst(), why));
            }
            poison.add(new Refusal(page.removeFirst().id(), PoisonReason.UNKNOWN_KIND, why, 0));
        }
        return isFullOfPoison() ? new FullOfPoison() : new Exhausted();
    }

    /** What is found is written down in portions, so that neither memory nor a transaction grows with the backlog. */
    private boolean isFullOfPoison() {
        return poison.size() >= settings.limits().maxRows();
    }

    private RowEncoder.Result encodeHead(KindSpec spec) {
        if (encodedHead == null) {
            OutboxRow row = page.getFirst();
            encodedHead = row.isRead() ? rows.encoder().encode(spec, row) : tooLongToRead(row);
        }
        return encodedHead;
    }

    private Malformed tooLongToRead(OutboxRow row) {
        return new Malformed("its " + row.payloadBytes() + " bytes are more than the "
                + settings.limits().maxRowBytes() + " that are read of a row");
    }

    private static Refusal refusalOf(OutboxRow row, Malformed malformed) {
        PoisonReason reason = row.isRead() ? PoisonReason.MALFORMED : PoisonReason.TOO_LARGE;
        return new Refusal(row.id(), reason, malformed.reason(), 0);
    }

    /** Whether there is a row to look at. */
    private boolean fill() {
        while (page.isEmpty()) {
            List<OutboxRow> read = rows.page(lastRead);
            if (read.isEmpty()) {
                return false;
            }
            lastRead = Optional.of(read.get(read.size() - 1).id());
            read.stream().filter(row -> wanted.test(row.id())).forEach(page::add);
        }
        return true;
    }

    private static Stop neverSent(OutboxRow row, String reason) {
        return Stop.of(
                StopReason.MALFORMED,
                "row " + row.id() + " of kind " + row.kind() + " can never be sent (" + reason
                        + "); rows behind it wait until it is mended or removed");
    }
}
