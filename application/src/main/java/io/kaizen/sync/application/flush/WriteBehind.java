package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.CommitResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStore;
import io.kaizen.sync.application.port.out.store.OutboxStore.Sent;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.kind.BatchKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches beside the POST of the next one. A batch that has arrived is written down as accepted, in one transaction with the next
 * claim, which is little to write; its rows, which are much, are marked sent while the next batch is on the wire. So a kill costs what one
 * between POST and commit always did: the batch in flight goes out again under its key, and the server says that it has it.
 *
 * <p>Batches of kinds that take turns wait for the next claim of one of their kinds, and are committed together: their rows lie side by side,
 * and each page of the file would be written once for each kind. Whatever else is asked of the store comes after all of it, and so does
 * whatever takes long. For one thread at a time.
 */
final class WriteBehind {

    /** More kinds than there are. */
    static final int A_ROUND_OF_KINDS = 8;

    /** Where the server is slow a commit does not wait for further answers: it would be next to nothing that is saved. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final OutboxStore store;
    private final InstantSource clock;
    private final Executor threads;
    private final int most;
    private final Deque<PendingCommit> heldBack = new ArrayDeque<>();
    /** How many of them, from the first on, are written down as accepted. */
    private int noted;

    private @Nullable Beside beside;

    /**
     * A commit to come.
     *
     * @param done hears what it came to
     * @param lost hears that the lane was lost, and nothing committed
     */
    record PendingCommit(Sent sent, Consumer<CommitResult> done, Consumer<LaneLostException> lost) {}

    /** Commits that another thread makes. */
    private record Beside(List<PendingCommit> commits, CompletableFuture<List<CommitResult>> results) {}

    /**
     * @param clock tells for how long something was held back
     * @param threads to commit on; may run what they are given at once
     * @param most batches that are held back at the same time, over a claim; with 0 all are committed before the next claim
     */
    WriteBehind(OutboxStore store, InstantSource clock, Executor threads, int most) {
        this.store = store;
        this.clock = clock;
        this.threads = threads;
        this.most = most;
    }

    /** The store as it is with nothing held back. */
    OutboxStore store() {
        settle();
        return store;
    }

    void commit(PendingCommit commit) {
        heldBack.addLast(commit);
    }

    /** Claims as {@link OutboxStore#claim} does. Begins to commit what is held back if it is time. */
    ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        await();
        if (heldBack.size() > most) {
            settle();
        }
        if (heldBack.isEmpty()) {
            return store.claim(lease, claim, leaseUntil);
        }
        ClaimResult claimed;
        try {
            claimed = store.acceptAndClaim(sent(heldBack).subList(noted, heldBack.size()), lease, claim, leaseUntil);
        } catch (LaneLostException | OutboxStoreException failure) {
            oneByOneUnlessBroken(failure);
            return store.claim(lease, claim, leaseUntil);
        }
        noted = heldBack.size();
        if (isTimeFor(claim)) {
            begin();
        }
        return claimed;
    }

    /** With the next claim of its kind at the latest: no more than one batch of each waits to be marked. */
    private boolean isTimeFor(Claim claim) {
        Instant oldest = heldBack.getFirst().sent().now();
        return isAnyOf(claim.lane().kind()) || !clock.instant().isBefore(oldest.plus(LONGEST));
    }

    private boolean isAnyOf(BatchKind kind) {
        return heldBack.stream()
                .anyMatch(held -> held.sent().claim().lane().kind().equals(kind));
    }

    private void begin() {
        List<PendingCommit> all = takeAll();
        List<Sent> sent = sent(all);
        Beside begun = new Beside(all, CompletableFuture.supplyAsync(() -> store.commit(sent), threads));
        beside = begun;
        if (begun.results().isDone()) {
            await();
        }
    }

    /** Waits for what was begun. */
    private void await() {
        Beside begun = beside;
        if (begun != null) {
            beside = null;
            finish(begun.commits(), () -> Futures.of(begun.results()));
        }
    }

    /** Commits what is held back, if any of it is of {@code kind}. */
    void settle(BatchKind kind) {
        await();
        if (isAnyOf(kind)) {
            settle();
        }
    }

    /** Commits what is held back. */
    void settle() {
        await();
        if (!heldBack.isEmpty()) {
            List<PendingCommit> all = takeAll();
            finish(all, () -> store.commit(sent(all)));
        }
    }

    private void finish(List<PendingCommit> commits, Supplier<List<CommitResult>> committing) {
        List<CommitResult> results;
        try {
            results = committing.get();
        } catch (LaneLostException | OutboxStoreException failure) {
            for (int i = commits.size() - 1; i >= 0; i--) {
                heldBack.addFirst(commits.get(i));
            }
            oneByOneUnlessBroken(failure);
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            commits.get(i).done().accept(results.get(i));
        }
    }

    /** Nothing was changed, because of one of them, or of the claim: the others must not suffer from it. */
    private void oneByOneUnlessBroken(RuntimeException failure) {
        noted = 0;
        if (failure instanceof OutboxStoreException broken && !broken.isOfOneKind()) {
            heldBack.clear();
            throw broken;
        }
        while (!heldBack.isEmpty()) {
            commitAlone(heldBack.removeFirst());
        }
    }

    private void commitAlone(PendingCommit held) {
        List<CommitResult> results;
        try {
            results = store.commit(List.of(held.sent()));
        } catch (LaneLostException lost) {
            held.lost().accept(lost);
            return;
        }
        held.done().accept(results.get(0));
    }

    private List<PendingCommit> takeAll() {
        List<PendingCommit> all = List.copyOf(heldBack);
        heldBack.clear();
        noted = 0;
        return all;
    }

    private static List<Sent> sent(Collection<PendingCommit> commits) {
        return commits.stream().map(PendingCommit::sent).toList();
    }
}
