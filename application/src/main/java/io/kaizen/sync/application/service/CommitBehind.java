package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.CommitResult;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.LaneLostException;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.OutboxStore.CommittedAndClaimed;
import io.kaizen.sync.application.port.out.OutboxStore.Sent;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds the commits of batches back until the next claim of one of their kinds, to write all of it in one transaction: with many kinds their
 * rows lie side by side, and each page of the file would be written once for each kind. Whatever else is asked of the store comes after
 * them, and so does whatever takes long. What is not committed with the next claim is written down as accepted with it: a kill costs what a kill just
 * before the commit always did, one batch that goes out again under its key, and of which the server says that it has it. For one thread at a time.
 */
final class CommitBehind {

    /** More kinds than there are. */
    static final int A_ROUND_OF_KINDS = 8;

    /** Where the server is slow a commit does not wait for further answers: it would be next to nothing that is saved. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final OutboxStore store;
    private final InstantSource clock;
    private final int most;
    private final Deque<HeldBack> heldBack = new ArrayDeque<>();
    /** How many of them, from the first on, are written down as accepted. */
    private int noted;

    /**
     * A commit to come.
     *
     * @param done hears what it came to
     * @param lost hears that the lane was lost, and nothing committed
     */
    record HeldBack(Sent sent, Consumer<CommitResult> done, Consumer<LaneLostException> lost) {}

    /**
     * @param clock tells for how long something was held back
     * @param most batches that are held back at the same time
     */
    CommitBehind(OutboxStore store, InstantSource clock, int most) {
        this.store = store;
        this.clock = clock;
        this.most = most;
    }

    /** The store as it is with nothing held back. */
    OutboxStore store() {
        settle();
        return store;
    }

    void commit(HeldBack commit) {
        heldBack.addLast(commit);
    }

    /** Claims as {@link OutboxStore#claim} does, and commits what is held back if it is time. */
    ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        if (heldBack.isEmpty()) {
            return store.claim(lease, claim, leaseUntil);
        }
        CommittedAndClaimed all;
        try {
            all = isTimeFor(claim)
                    ? commitAndClaim(lease, claim, leaseUntil)
                    : acceptAndClaim(lease, claim, leaseUntil);
        } catch (LaneLostException lost) {
            return oneByOne(lease, claim, leaseUntil);
        } catch (OutboxStoreException broken) {
            if (!broken.isOfOneKind()) {
                heldBack.clear();
                throw broken;
            }
            return oneByOne(lease, claim, leaseUntil);
        }
        noted = heldBack.size();
        for (CommitResult committed : all.committed()) {
            noted--;
            heldBack.removeFirst().done().accept(committed);
        }
        return all.claimed();
    }

    private CommittedAndClaimed commitAndClaim(LaneLease lease, Claim claim, Instant leaseUntil) {
        return store.commitAndClaim(sent(0), lease, claim, leaseUntil);
    }

    private CommittedAndClaimed acceptAndClaim(LaneLease lease, Claim claim, Instant leaseUntil) {
        return new CommittedAndClaimed(List.of(), store.acceptAndClaim(sent(noted), lease, claim, leaseUntil));
    }

    private List<Sent> sent(int from) {
        return heldBack.stream().skip(from).map(HeldBack::sent).toList();
    }

    /** With the next claim of its kind at the latest: until it is committed, who reads the kind from its beginning finds the batch's rows pending. */
    private boolean isTimeFor(Claim claim) {
        BatchKind kind = claim.lane().kind();
        Instant oldest = heldBack.getFirst().sent().now();
        return heldBack.size() >= most
                || heldBack.stream()
                        .anyMatch(held -> held.sent().claim().lane().kind().equals(kind))
                || !clock.instant().isBefore(oldest.plus(LONGEST));
    }

    /** Nothing was changed, because of one of them: the others must not suffer from it. */
    private ClaimResult oneByOne(LaneLease lease, Claim claim, Instant leaseUntil) {
        settle();
        return store.claim(lease, claim, leaseUntil);
    }

    /** Commits what is held back. */
    void settle() {
        noted = 0;
        while (!heldBack.isEmpty()) {
            HeldBack held = heldBack.removeFirst();
            Sent sent = held.sent();
            CommitResult result;
            try {
                result = store.commit(sent.lease(), sent.claim(), sent.now());
            } catch (LaneLostException lost) {
                held.lost().accept(lost);
                continue;
            }
            held.done().accept(result);
        }
    }
}
