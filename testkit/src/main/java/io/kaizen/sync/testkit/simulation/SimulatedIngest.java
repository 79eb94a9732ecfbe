package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The line to a server, which keeps nothing, and the answers that are given before anybody looks at a batch. */
final class SimulatedIngest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    private final Fate fate;
    private final SimulatedTime time;
    private final SimulatedServer server;
    /** The keys of the requests that have not arrived yet. */
    private final List<IdempotencyKey> onTheWire = new ArrayList<>();

    private int posts;

    SimulatedIngest(Fate fate, SimulatedTime time, SimulatedServer server) {
        this.fate = fate;
        this.time = time;
        this.server = server;
    }

    /**
     * The way of one process.
     *
     * @param client the flush that runs
     * @param whileOnTheWire what the rest of the world does during a POST
     */
    IngestGateway from(Supplier<SimulatedServer.Client> client, Runnable whileOnTheWire) {
        return batch -> journal -> attempt(client.get(), batch, journal, whileOnTheWire);
    }

    private IngestOutcome attempt(
            SimulatedServer.Client client, Batch batch, AttemptJournal journal, Runnable whileOnTheWire) {
        IdempotencyKey key = journal.begin();
        posts++;
        onTheWire.add(key);
        try {
            time.pass(ROUND_TRIP);
            whileOnTheWire.run();
        } finally {
            onTheWire.remove(key);
        }
        IngestOutcome outcome =
                lostOnTheWay(batch, key).or(this::turnedAway).orElseGet(() -> delivered(client, batch, key));
        if (fate.strikes(Fault.CRASH_AFTER_ANSWER)) {
            throw new SimulatedCrash("after the answer " + outcome);
        }
        return outcome;
    }

    int posts() {
        return posts;
    }

    private Optional<IngestOutcome> lostOnTheWay(Batch batch, IdempotencyKey key) {
        if (fate.strikes(Fault.CONNECTION_REFUSED)) {
            return Optional.of(new Unreachable("connection refused", false));
        }
        if (fate.strikes(Fault.REQUEST_LOST)) {
            server.maybeRunOn(batch, key);
            return Optional.of(new Unreachable("timeout", true));
        }
        if (fate.strikes(Fault.GATEWAY_ERROR_NOT_STORED)) {
            return Optional.of(new ServerError(502, ""));
        }
        return Optional.empty();
    }

    private Optional<IngestOutcome> turnedAway() {
        if (fate.strikes(Fault.RATE_LIMITED)) {
            return Optional.of(new RateLimited(Optional.of(Duration.ofSeconds(3)), ""));
        }
        if (fate.strikes(Fault.RATE_LIMITED_FOR_LONG)) {
            return Optional.of(new RateLimited(Optional.of(Duration.ofHours(1)), ""));
        }
        if (fate.strikes(Fault.UNAUTHORIZED)) {
            return Optional.of(new Unauthorized(""));
        }
        if (fate.strikes(Fault.FORBIDDEN)) {
            return Optional.of(new ClientError(403, ""));
        }
        if (fate.strikes(Fault.REDIRECTED)) {
            return Optional.of(new Redirected(302, Optional.of("http://elsewhere")));
        }
        return Optional.empty();
    }

    private IngestOutcome delivered(SimulatedServer.Client client, Batch batch, IdempotencyKey key) {
        IngestOutcome answer = server.answer(client, batch, key, onTheWire.contains(key));
        if (fate.strikes(Fault.REQUEST_DUPLICATED)) {
            answer = server.answer(client, batch, key, onTheWire.contains(key));
        }
        if (fate.strikes(Fault.ANSWER_LOST)) {
            return new Unreachable("connection reset", true);
        }
        if (fate.strikes(Fault.GATEWAY_ERROR_STORED)) {
            return new ServerError(504, "");
        }
        server.heard(client, batch, answer);
        return answer;
    }
}
