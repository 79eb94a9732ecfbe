package io.kaizen.sync.application.service;

import io.kaizen.sync.application.port.out.Claim;
import io.kaizen.sync.application.port.out.ClaimResult;
import io.kaizen.sync.application.port.out.CommitResult;
import io.kaizen.sync.application.port.out.LaneLease;
import io.kaizen.sync.application.port.out.LaneLostException;
import io.kaizen.sync.application.port.out.OutboxStore;
import io.kaizen.sync.application.port.out.OutboxStore.CommittedAndClaimed;
import io.kaizen.sync.application.port.out.OutboxStoreException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a batch's commit back until the next claim, to write both in one transaction. Whatever else is asked of the store comes after
 * it, and so does whatever takes long. A kill in between costs what a kill just before the commit always did: the batch goes out again
 * under its key, and the server says that it has it. For one thread at a time.
 */
final class CommitBehind {

    private final OutboxStore store;
    private @Nullable HeldBack heldBack;

    /**
     * A commit to come.
     *
     * @param done hears what it came to
     * @param lost hears that the lane was lost, and nothing committed
     */
    record HeldBack(
            LaneLease lease, Claim claim, Instant now, Consumer<CommitResult> done, Consumer<LaneLostException> lost) {}

    CommitBehind(OutboxStore store) {
        this.store = store;
    }

    /** The store as it is with nothing held back. */
    OutboxStore store() {
        settle();
        return store;
    }

    void commit(HeldBack commit) {
        settle();
        heldBack = commit;
    }

    /** Claims as {@link OutboxStore#claim} does, and commits what is held back. */
    ClaimResult claim(LaneLease lease, Claim claim, Instant leaseUntil) {
        HeldBack held = heldBack;
        if (held == null) {
            return store.claim(lease, claim, leaseUntil);
        }
        heldBack = null;
        CommittedAndClaimed both;
        try {
            both = store.commitAndClaim(held.lease(), held.claim(), held.now(), lease, claim, leaseUntil);
        } catch (LaneLostException lost) {
            return oneByOne(held, lease, claim, leaseUntil);
        } catch (OutboxStoreException broken) {
            if (!broken.isOfOneKind()) {
                throw broken;
            }
            return oneByOne(held, lease, claim, leaseUntil);
        }
        held.done().accept(both.committed());
        return both.claimed();
    }

    /** Nothing was changed, because of one of the two: the other must not suffer from it. */
    private ClaimResult oneByOne(HeldBack held, LaneLease lease, Claim claim, Instant leaseUntil) {
        heldBack = held;
        settle();
        return store.claim(lease, claim, leaseUntil);
    }

    /** Commits what is held back. */
    void settle() {
        HeldBack held = heldBack;
        if (held == null) {
            return;
        }
        heldBack = null;
        CommitResult result;
        try {
            result = store.commit(held.lease(), held.claim(), held.now());
        } catch (LaneLostException lost) {
            held.lost().accept(lost);
            return;
        }
        held.done().accept(result);
    }
}
