package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.LaneTransactions.Commit;
import io.kaizen.sync.application.port.out.store.ClaimResult;
import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.LaneLostException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.application.port.out.store.Settled;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches beside the POST of the next one. A batch that has arrived is written down as accepted, in one transaction with the next
 * claim, which is little to write; its rows, which are much, are marked sent while the next batch is on the wire. So a kill costs what one
 * between POST and commit always did: the batch in flight goes out again under its key, and the server says that it has it.
 *
 * <p>Batches of kinds that take turns wait for the next claim of one of their kinds, and are committed together: their rows lie side by side,
 * and each page of the file would be written once for each kind. This class is thread-safe.
 */
final class WriteBehind {

    /** Most batches that are held back over a claim: more than there are kinds. */
    private static final int A_ROUND_OF_KINDS = 8;

    /** A slow server's batches do not wait for further answers: that would save next to nothing. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final LaneTransactions transactions;
    private final InstantSource clock;
    private final Executor thread;
    private final Deque<Held> heldBack = new ArrayDeque<>();
    /** How many of them, from the first on, are written down as accepted. */
    private int noted;

    private @Nullable Beside beside;

    /** A commit to be made, and its result to be told. */
    private record Held(Commit commit, CompletableFuture<Settled> result) {}

    /** Commits that another thread makes. */
    private record Beside(List<Held> held, CompletableFuture<List<Settled>> results) {}

    /**
     * @param clock tells for how long something was held back
     * @param thread to commit on; may run what it is given at once
     */
    WriteBehind(LaneTransactions transactions, InstantSource clock, Executor thread) {
        this.transactions = transactions;
        this.clock = clock;
        this.thread = thread;
    }

    /** Makes the commit later. */
    synchronized CompletableFuture<Settled> commit(Commit commit) {
        CompletableFuture<Settled> result = new CompletableFuture<>();
        heldBack.addLast(new Held(commit, result));
        return result;
    }

    /** Claims, and begins to commit what is held back if it is time. */
    synchronized ClaimResult claim(LaneLease lease, Claim claim, Duration leaseFor) {
        await();
        if (heldBack.size() > A_ROUND_OF_KINDS) {
            complete();
        }
        ClaimResult claimed;
        try {
            List<Commit> news = commits(heldBack).subList(noted, heldBack.size());
            claimed = transactions.claim(news, lease, claim, leaseFor);
        } catch (LaneLostException | OutboxStoreException failure) {
            if (heldBack.isEmpty()) {
                throw failure;
            }
            oneByOneUnlessBroken(failure);
            return transactions.claim(List.of(), lease, claim, leaseFor);
        }
        noted = heldBack.size();
        if (isTimeFor(claim)) {
            begin();
        }
        return claimed;
    }

    /** With the next claim of its kind at the latest: no more than one batch of each waits to be marked. */
    private boolean isTimeFor(Claim claim) {
        if (heldBack.isEmpty()) {
            return false;
        }
        BatchKind kind = claim.lane().kind();
        Instant oldest = heldBack.getFirst().commit().sent().at();
        return heldBack.stream()
                        .anyMatch(held -> held.commit().claim().lane().kind().equals(kind))
                || !clock.instant().isBefore(oldest.plus(LONGEST));
    }

    private void begin() {
        List<Held> all = takeAll();
        List<Commit> commits = commits(all);
        Beside begun = new Beside(all, CompletableFuture.supplyAsync(() -> transactions.commit(commits), thread));
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
            finish(begun.held(), () -> resultOf(begun.results()));
        }
    }

    /** Makes all commits that are not made yet. */
    synchronized void complete() {
        await();
        if (!heldBack.isEmpty()) {
            List<Held> all = takeAll();
            finish(all, () -> transactions.commit(commits(all)));
        }
    }

    private void finish(List<Held> all, Supplier<List<Settled>> committing) {
        List<Settled> results;
        try {
            results = committing.get();
        } catch (LaneLostException | OutboxStoreException failure) {
            for (int i = all.size() - 1; i >= 0; i--) {
                heldBack.addFirst(all.get(i));
            }
            oneByOneUnlessBroken(failure);
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            all.get(i).result().complete(results.get(i));
        }
    }

    /** Nothing was changed, because of one of them, or of the claim: the others must not suffer from it. */
    private void oneByOneUnlessBroken(RuntimeException failure) {
        List<Held> all = takeAll();
        if (failure instanceof OutboxStoreException broken && !broken.isOfOneKind()) {
            all.forEach(held -> held.result().completeExceptionally(broken));
            throw broken;
        }
        all.forEach(this::commitAlone);
    }

    private void commitAlone(Held held) {
        try {
            held.result().complete(transactions.commit(List.of(held.commit())).get(0));
        } catch (LaneLostException | OutboxStoreException | IllegalStateException failure) {
            held.result().completeExceptionally(failure);
        }
    }

    private List<Held> takeAll() {
        List<Held> all = List.copyOf(heldBack);
        heldBack.clear();
        noted = 0;
        return all;
    }

    private static List<Commit> commits(Collection<Held> held) {
        return held.stream().map(Held::commit).toList();
    }

    /** Waits for one transaction, which ends by SQLite's own time limit. */
    private static List<Settled> resultOf(CompletableFuture<List<Settled>> results) {
        try {
            return results.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (wrapped.getCause() instanceof Error error) {
                throw error;
            }
            throw wrapped;
        }
    }
}
