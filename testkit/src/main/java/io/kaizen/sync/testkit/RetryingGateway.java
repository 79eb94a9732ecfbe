package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.ingest.PreparedBatch;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.policy.RetryPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Retries failures of a gateway that makes one attempt, as the real gateway does, but without a library. Thread-safe. */
public final class RetryingGateway implements IngestGateway {

    private final IngestGateway gateway;
    private final RetryPolicy policy;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** Wraps {@code gateway}; {@code sleeper} does the waiting between attempts. */
    public RetryingGateway(IngestGateway gateway, RetryPolicy policy, Sleeper sleeper, RandomGenerator random) {
        this.gateway = Objects.requireNonNull(gateway, "gateway");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.sleeper = Objects.requireNonNull(sleeper, "sleeper");
        this.random = Objects.requireNonNull(random, "random");
    }

    @Override
    public PreparedBatch prepare(Batch batch) {
        PreparedBatch prepared = gateway.prepare(batch);
        return journal -> send(prepared, journal);
    }

    private IngestOutcome send(PreparedBatch batch, AttemptJournal journal) {
        int attemptsLeft = policy.attemptsLeft(journal.failures());
        while (true) {
            IngestOutcome outcome = batch.send(journal);
            attemptsLeft--;
            if (attemptsLeft == 0 || !policy.retries(outcome)) {
                return outcome;
            }
            Duration delay = policy.waitAfterFailure(journal.failures() + 1, random.nextDouble());
            journal.retry(outcome, delay);
            if (!sleeper.sleep(delay)) {
                return outcome;
            }
        }
    }
}
