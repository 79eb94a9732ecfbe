package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.Attempts;
import io.kaizen.sync.application.port.out.Attempts.Again;
import io.kaizen.sync.application.port.out.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.simulation.Fate.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that keeps the contract, at the end of a line that does not keep anything. Remembers the keys of what it stored, and
 * nothing of what it refused.
 */
final class SimulatedIngest implements IngestGateway {

    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    private final Fate fate;
    private final SimulatedTime time;
    private final int maxRows;
    private final Runnable whileOnTheWire;
    private final Map<IdempotencyKey, List<RowId>> storedByKey = new HashMap<>();
    private final List<RowId> stored = new ArrayList<>();
    private int posts;

    /**
     * Makes a server that has stored nothing.
     *
     * @param maxRows more rows than these in one batch are answered with 413
     * @param whileOnTheWire what the rest of the world does during a POST
     */
    SimulatedIngest(Fate fate, SimulatedTime time, int maxRows, Runnable whileOnTheWire) {
        this.fate = fate;
        this.time = time;
        this.maxRows = maxRows;
        this.whileOnTheWire = whileOnTheWire;
    }

    @Override
    public IngestOutcome send(Batch batch, Attempts attempts) {
        IdempotencyKey key = attempts.key();
        while (true) {
            IngestOutcome outcome = post(batch, key);
            if (fate.strikes(Fault.CRASH_AFTER_ANSWER)) {
                throw new SimulatedCrash("after the answer " + outcome);
            }
            if (!(attempts.after(outcome) instanceof Again again) || !time.sleep(again.delay())) {
                return outcome;
            }
            key = again.key();
        }
    }

    /** Rows in the order in which they were stored; one that was stored twice stands there twice. */
    List<RowId> stored() {
        return stored;
    }

    int posts() {
        return posts;
    }

    private IngestOutcome post(Batch batch, IdempotencyKey key) {
        posts++;
        time.pass(ROUND_TRIP);
        whileOnTheWire.run();
        return refusal().orElseGet(() -> answer(batch, key));
    }

    /** What may happen before the server looks at the batch. */
    private Optional<IngestOutcome> refusal() {
        if (fate.strikes(Fault.CONNECTION_REFUSED)) {
            return Optional.of(new Unreachable("connection refused", false));
        }
        if (fate.strikes(Fault.REQUEST_LOST)) {
            return Optional.of(new Unreachable("timeout", true));
        }
        if (fate.strikes(Fault.RATE_LIMITED)) {
            return Optional.of(new RateLimited(Optional.of(Duration.ofSeconds(3)), ""));
        }
        if (fate.strikes(Fault.RATE_LIMITED_FOR_LONG)) {
            return Optional.of(new RateLimited(Optional.of(Duration.ofHours(1)), ""));
        }
        if (fate.strikes(Fault.SERVER_ERROR)) {
            return Optional.of(new ServerError(500, ""));
        }
        if (fate.strikes(Fault.GATEWAY_ERROR_NOT_STORED)) {
            return Optional.of(new ServerError(502, ""));
        }
        if (fate.strikes(Fault.UNAUTHORIZED)) {
            return Optional.of(new Unauthorized(""));
        }
        if (fate.strikes(Fault.CLIENT_ERROR)) {
            return Optional.of(new ClientError(403, ""));
        }
        if (fate.strikes(Fault.REDIRECTED)) {
            return Optional.of(new Redirected(302, Optional.of("http://elsewhere")));
        }
        return Optional.empty();
    }

    private IngestOutcome answer(Batch batch, IdempotencyKey key) {
        List<RowId> before = storedByKey.get(key);
        if (before != null) {
            return conflict(batch, before);
        }
        if (fate.strikes(Fault.KEY_BURNT)) {
            return new Conflict(Conflict.Meaning.KEY_BURNT, "a failure is remembered under this key");
        }
        if (batch.size() > maxRows) {
            return new TooLarge("");
        }
        storedByKey.put(key, batch.rowIds());
        stored.addAll(batch.rowIds());
        if (fate.strikes(Fault.ANSWER_LOST)) {
            return new Unreachable("connection reset", true);
        }
        if (fate.strikes(Fault.GATEWAY_ERROR_STORED)) {
            return new ServerError(504, "");
        }
        return new Accepted(batch.size(), 0);
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
