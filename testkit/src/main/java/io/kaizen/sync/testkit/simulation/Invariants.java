package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import io.kaizen.sync.testkit.InMemoryOutbox.StoredRow;
import io.kaizen.sync.testkit.simulation.SimulatedProducer.Nature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be true at every moment, whatever has happened. Looks only once at what never changes again. */
final class Invariants {

    private final InMemoryOutbox outbox;
    private final SimulatedProducer producer;
    private final SimulatedServer server;
    private final List<SimulatedExporter> exporters;
    private final RowSet storedOnce = new RowSet();
    private final Map<Queue, RowId> lastStored = new HashMap<>();
    private final boolean hasLanes;
    private int storedSeen;
    private int doubled;

    /** Rows that must be stored in order: those of a kind or, where it is sent in lanes, of one owner. */
    private record Queue(BatchKind kind, Optional<OwnerId> owner) {}

    /** @param hasLanes whether more than one batch of a kind may be on the wire */
    Invariants(
            boolean hasLanes,
            InMemoryOutbox outbox,
            SimulatedProducer producer,
            SimulatedServer server,
            List<SimulatedExporter> exporters) {
        this.hasLanes = hasLanes;
        this.outbox = outbox;
        this.producer = producer;
        this.server = server;
        this.exporters = exporters;
    }

    void check() {
        lookAtWhatWasStored();
        List<DeadLetter> dead = outbox.deadRows();
        everyRowIsInOneState(dead);
        dead.forEach(this::deathIsProven);
        aLaneHasOneBatchOnTheWire();
        noExporterGetsARowTwice();
    }

    /** How many rows the server has stored a second time. */
    int doubled() {
        return doubled;
    }

    private void lookAtWhatWasStored() {
        List<RowId> stored = server.stored();
        for (; storedSeen < stored.size(); storedSeen++) {
            RowId row = stored.get(storedSeen);
            if (storedOnce.add(row)) {
                orderIsKept(row);
            } else {
                doubled++;
                mayBeStoredTwice(row);
            }
        }
    }

    /** A batch that lost rows on its way must go out under a new key, and only there the rest may be stored twice. */
    private void mayBeStoredTwice(RowId row) {
        require(
                server.excused().contains(row) || producer.mayBeDoubled(producer.kindOf(row)),
                "row " + row + " is stored twice");
    }

    /** A row that its producer has replaced while it was under way has no place in the order any more. */
    private void orderIsKept(RowId row) {
        boolean hasItsPlace =
                producer.expectedRows().contains(row) && !server.outOfTurn().contains(row);
        if (hasItsPlace) {
            Optional<OwnerId> owner = hasLanes ? Optional.of(producer.ownerOf(row)) : Optional.empty();
            RowId before = lastStored.put(new Queue(producer.kindOf(row), owner), row);
            require(before == null || row.isAfter(before), "row " + row + " was stored behind row " + before);
        }
    }

    private void everyRowIsInOneState(List<DeadLetter> dead) {
        RowSet present = new RowSet();
        for (StoredRow stored : outbox.rows()) {
            present.add(stored.row().id());
            if (stored.sent()) {
                sentIsProven(stored.row().id(), stored.row().kind());
            }
        }
        for (DeadLetter letter : dead) {
            RowId row = letter.refusal().row();
            require(present.add(row), "row " + row + " is in the queue and dead");
        }
        require(present.hasSameRowsAs(producer.expectedRows()), "rows were lost or made up");
    }

    private void sentIsProven(RowId row, BatchKind kind) {
        boolean needsServer = !kind.equals(BatchKind.SESSION_FEEDBACK);
        require(!needsServer || storedOnce.contains(row), "row " + row + " is marked sent and was never stored");
    }

    private void deathIsProven(DeadLetter letter) {
        RowId row = letter.refusal().row();
        Nature nature = producer.natureOf(row);
        PoisonReason reason = letter.refusal().reason();
        boolean isProven =
                switch (reason) {
                    case MALFORMED -> nature == Nature.MALFORMED;
                    case UNKNOWN_KIND -> nature == Nature.OF_UNKNOWN_KIND;
                    case REJECTED, TOO_LARGE -> server.refusedAlone().contains(row);
                };
        require(isProven, "row " + row + ", which is " + nature + ", is dead as " + reason);
    }

    /** Told before it is written. */
    void claimed(SimulatedServer.Client client, Claim claim) {
        server.claimed(client, claim.lane().kind(), claim.rows());
    }

    /** Asked at the moment of death: a row that was refused is dead only where another of its kind was accepted. */
    void deathHasEvidence(SimulatedServer.Client client, BatchKind kind, PoisonReason reason) {
        boolean needsEvidence = reason == PoisonReason.REJECTED || reason == PoisonReason.TOO_LARGE;
        require(
                !needsEvidence || client.accepting().contains(kind),
                "a row of " + kind + " is dead, and none of its kind was accepted in this flush");
    }

    private void aLaneHasOneBatchOnTheWire() {
        List<Lane> lanes = new ArrayList<>();
        for (Claim claim : outbox.claims()) {
            if (claim.state() == Claim.State.ACCEPTED) {
                continue; // It has landed, and is about to be committed.
            }
            require(!lanes.contains(claim.lane()), "two batches on the wire in the lane of " + claim.lane());
            lanes.add(claim.lane());
        }
    }

    private void noExporterGetsARowTwice() {
        for (SimulatedExporter exporter : exporters) {
            require(exporter.doubled().isEmpty(), exporter.name() + " was given rows twice: " + exporter.doubled());
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvariantBroken(otherwise);
        }
    }
}
