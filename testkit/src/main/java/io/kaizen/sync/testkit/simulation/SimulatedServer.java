package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that stores batches, refuses some, and treats keys as its {@link Manners} are. */
final class SimulatedServer {

    /** POSTs for which a server that refuses everything goes on doing so. */
    private static final int BAD_SPELL = 40;

    private final Fate fate;
    private final Manners manners;
    private final int maxRows;
    private final boolean hints;
    private final SimulatedProducer producer;
    private final Map<IdempotencyKey, List<RowId>> storedByKey = new HashMap<>();
    private final Set<IdempotencyKey> failedKeys = new HashSet<>();
    private final List<RowId> stored = new ArrayList<>();
    private final Set<RowId> excused = new HashSet<>();
    private final Set<RowId> refusedAlone = new HashSet<>();
    private final Set<RowId> outOfTurn = new HashSet<>();
    private final Map<IdempotencyKey, Integer> storedAt = new HashMap<>();
    private Manners.@Nullable Running running;
    private int badSpell;

    /** One flush, and what the server has let it know. */
    static final class Client {

        private final Set<BatchKind> accepting = new HashSet<>();
        private final Set<BatchKind> refusing = new HashSet<>();
        /** Kinds of which it has heard that something was accepted. */
        private final Set<BatchKind> taken = new HashSet<>();
        /** How many rows were stored before. */
        private final int since;

        private Client(int since) {
            this.since = since;
        }

        /** Kinds of which the server has taken a batch of its own since it began. */
        Set<BatchKind> accepting() {
            return accepting;
        }
    }

    /**
     * A server that has stored nothing.
     *
     * @param maxRows more rows than these in one batch are answered with 413
     * @param hints whether a refusal names the culprit
     */
    SimulatedServer(Fate fate, Manners manners, int maxRows, boolean hints, SimulatedProducer producer) {
        this.fate = fate;
        this.manners = manners;
        this.maxRows = maxRows;
        this.hints = hints;
        this.producer = producer;
    }

    /** Rows in the order in which they were stored; one that was stored twice stands there twice. */
    List<RowId> stored() {
        return stored;
    }

    /** Rows that the server itself made it impossible to store once only. */
    Set<RowId> excused() {
        return excused;
    }

    /** Rows that were refused alone. */
    Set<RowId> refusedAlone() {
        return refusedAlone;
    }

    /**
     * Rows that need not keep their place in the order: the server refused them, blamed them for others, or had refused all of their kind
     * when this one was claimed alone to find out.
     */
    Set<RowId> outOfTurn() {
        return outOfTurn;
    }

    /** A flush begins. */
    Client newClient() {
        return new Client(stored.size());
    }

    /** Rows are about to be claimed, and may be sent in this flush or in a later one. */
    void claimed(Client client, BatchKind kind, List<RowId> rows) {
        if (rows.size() == 1 && client.refusing.contains(kind) && !client.taken.contains(kind)) {
            outOfTurn.addAll(rows);
        }
    }

    /** An answer has reached the client. */
    void heard(Client client, Batch batch, IngestOutcome answer) {
        if (answer instanceof Accepted) {
            client.taken.add(batch.kind());
        }
    }

    /** A client has given up on a request; some servers do not. */
    void maybeRunOn(Batch batch, IdempotencyKey key) {
        boolean isNew = !storedByKey.containsKey(key) && culprit(batch).isEmpty() && batch.size() <= maxRows;
        if (manners == Manners.RUNS_ON && isNew && running == null && fate.strikes(Fault.CONFLICT_WHILE_RUNNING)) {
            running = new Manners.Running(key, batch.rowIds(), 1 + fate.below(2));
        }
    }

    /** @param comesTwice whether another request under {@code key} is still on its way, from a process that has lost its lease */
    IngestOutcome answer(Client client, Batch batch, IdempotencyKey key, boolean comesTwice) {
        IngestOutcome answer = consider(batch, key);
        boolean isKnown = answer instanceof Conflict conflict && conflict.meaning() != Conflict.Meaning.KEY_BURNT;
        boolean isStored = isKnown || answer instanceof Accepted;
        if (!isStored) {
            client.refusing.add(batch.kind());
        } else if (storedAt.getOrDefault(key, -1) >= client.since) {
            client.accepting.add(batch.kind());
        }
        if (comesTwice && !isStored) {
            // The heir believes the refusal, and the late request may be served all the same.
            excused.addAll(batch.rowIds());
            outOfTurn.addAll(batch.rowIds());
        }
        return answer;
    }

    private IngestOutcome consider(Batch batch, IdempotencyKey key) {
        if (manners == Manners.FORGETFUL && fate.strikes(Fault.KEYS_FORGOTTEN)) {
            storedByKey.clear();
            excused.addAll(stored);
        }
        if (running != null) {
            Optional<IngestOutcome> busy = goOn(running, key);
            if (busy.isPresent()) {
                return busy.get();
            }
        }
        List<RowId> before = storedByKey.get(key);
        if (before != null) {
            return conflict(batch, before);
        }
        return failedKeys.contains(key)
                ? new Conflict(Conflict.Meaning.KEY_BURNT, "a failure is remembered under this key")
                : look(batch, key);
    }

    /** The end of a request that ran on is not known to its client, who sends the rows again under another key. */
    private Optional<IngestOutcome> goOn(Manners.Running request, IdempotencyKey key) {
        if (request.conflictsLeft() > 0 && request.key().equals(key)) {
            running = new Manners.Running(key, request.rows(), request.conflictsLeft() - 1);
            return Optional.of(new Conflict(Conflict.Meaning.KEY_BURNT, "a request with this key is outstanding"));
        }
        running = null;
        if (fate.below(2) == 0) {
            excused.addAll(request.rows());
            outOfTurn.addAll(request.rows());
            store(request.key(), request.rows());
        }
        return Optional.empty();
    }

    private IngestOutcome look(Batch batch, IdempotencyKey key) {
        IngestOutcome refusal = refusal(batch);
        if (refusal != null) {
            if (manners == Manners.REMEMBERS_FAILURES && fate.strikes(Fault.FAILURE_REMEMBERED)) {
                failedKeys.add(key);
            }
            return refusal;
        }
        store(key, batch.rowIds());
        return new Accepted(batch.size(), 0);
    }

    private void store(IdempotencyKey key, List<RowId> rows) {
        storedByKey.put(key, rows);
        storedAt.put(key, stored.size());
        stored.addAll(rows);
    }

    private @Nullable IngestOutcome refusal(Batch batch) {
        if (fate.strikes(Fault.SERVER_ERROR)) {
            return new ServerError(500, "");
        }
        if (fate.strikes(Fault.NO_SUCH_ROUTE)) {
            return new ClientError(404, "");
        }
        if (batch.size() > maxRows) {
            return new TooLarge("");
        }
        if (fate.strikes(Fault.REJECTS_EVERYTHING)) {
            badSpell = BAD_SPELL;
        }
        if (badSpell > 0 && !fate.isCalm()) {
            badSpell--;
            batch.rowIds().forEach(outOfTurn::add);
            return refused(batch, new ClientError(422, "everything is refused"));
        }
        return culprit(batch).map(row -> refusedFor(batch, row)).orElse(null);
    }

    private IngestOutcome refusedFor(Batch batch, RowId culprit) {
        if (producer.isTooLarge(culprit)) {
            return refused(batch, new TooLarge("a row is too large"));
        }
        if (!hints) {
            return refused(batch, new ClientError(400, "a row is odd"));
        }
        int index = batch.rowIds().indexOf(culprit);
        if (fate.strikes(Fault.MISLEADING_HINT)) {
            index = fate.below(batch.size());
            outOfTurn.add(batch.rowIds().get(index));
        }
        String field = batch.spec().arrayName() + "[" + index + "]";
        return refused(batch, new ClientError(400, "a row is odd", Optional.of(field)));
    }

    private IngestOutcome refused(Batch batch, IngestOutcome refusal) {
        if (batch.size() == 1) {
            refusedAlone.add(batch.rowIds().get(0));
        }
        return refusal;
    }

    private Optional<RowId> culprit(Batch batch) {
        return batch.rowIds().stream()
                .filter(row -> producer.isRejected(row) || producer.isTooLarge(row))
                .findFirst();
    }

    private IngestOutcome conflict(Batch batch, List<RowId> before) {
        if (!before.equals(batch.rowIds())) {
            throw new InvariantBroken("a key that was used for " + before + " came back with " + batch.rowIds());
        }
        return fate.strikes(Fault.CONFLICT_CUT)
                ? new Conflict(Conflict.Meaning.UNKNOWN, "")
                : new Conflict(Conflict.Meaning.STORED_BEFORE, "");
    }
}
