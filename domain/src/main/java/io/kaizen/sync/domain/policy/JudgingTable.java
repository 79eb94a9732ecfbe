package io.kaizen.sync.domain.policy;

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
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.policy.Verdict.Isolate;
import io.kaizen.sync.domain.policy.Verdict.SetAside;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The table "outcome → verdict" of the contract, one method per outcome.
 *
 * <p>Three sorts of answer are told apart. A <em>settling</em> one (202, 409, 413, and the 4xx that refuse the batch itself)
 * says what became of the batch, whatever went before. A <em>definite</em> one (429, most 5xx, no connection) says only that
 * this POST stored nothing: an earlier one under the same key may have. After an <em>ambiguous</em> one this POST may have,
 * too.
 */
final class JudgingTable implements IngestOutcome.Cases<Verdict> {

    private final RetryPolicy retries;
    private final OnPoison onPoison;
    private final Situation situation;

    JudgingTable(RetryPolicy retries, OnPoison onPoison, Situation situation) {
        this.retries = retries;
        this.onPoison = onPoison;
        this.situation = situation;
    }

    @Override
    public Verdict accepted(Accepted outcome) {
        return new Commit();
    }

    @Override
    public Verdict conflict(Conflict outcome) {
        Stop exhausted = Stop.of(StopReason.SERVER_ERROR, "HTTP server error 409 (exhausted retries)")
                .withDetail(outcome.message());
        return switch (outcome.meaning()) {
            case STORED_BEFORE -> new Commit();
            case KEY_BURNT, UNKNOWN -> new Halt(exhausted, Scope.DESTINATION, fateAfter(outcome));
        };
    }

    @Override
    public Verdict tooLarge(TooLarge outcome) {
        if (situation.rows() > 1) {
            return new Split();
        }
        if (onPoison == OnPoison.DEAD_LETTER) {
            return new SetAside(PoisonReason.TOO_LARGE, outcome.message());
        }
        Stop stop = Stop.of(StopReason.TOO_LARGE, "413: single event too large for server");
        return new Halt(stop.withDetail(outcome.message()), Scope.KIND, ClaimFate.RELEASE);
    }

    @Override
    public Verdict rateLimited(RateLimited outcome) {
        return waitOrHalt(retries.waitAskedFor(outcome), outcome, outcome.message());
    }

    /** Where the flush may not wait for so long, the destination stops. */
    private Verdict waitOrHalt(Duration wait, IngestOutcome outcome, String message) {
        if (retries.allowsRateLimitWait(wait, situation.waitedForRateLimit())) {
            return new Wait(wait);
        }
        Stop stop = Stop.of(StopReason.RATE_LIMITED, "rate limited until " + until(wait));
        return new Halt(stop.withDetail(message), Scope.DESTINATION, fateAfter(outcome));
    }

    @Override
    public Verdict unauthorized(Unauthorized outcome) {
        Stop stop = Stop.of(StopReason.UNAUTHORIZED, "401 unauthorized (check team_token)");
        return new Halt(stop.withDetail(outcome.message()), Scope.DESTINATION, fateAfter(outcome));
    }

    @Override
    public Verdict clientError(ClientError outcome) {
        if (outcome.refusesTheRows() && onPoison == OnPoison.DEAD_LETTER) {
            return situation.rows() > 1
                    ? new Isolate(outcome.field())
                    : new SetAside(PoisonReason.REJECTED, outcome.message());
        }
        Stop stop = Stop.of(reasonOf(outcome), "HTTP client error " + outcome.status())
                .withDetail(outcome.message());
        // Neither says anything of the batch: 403 is about the caller, and a 407 comes from a proxy that has passed
        // nothing on.
        if (outcome.status() == 403 || outcome.status() == 407) {
            return new Halt(stop, Scope.DESTINATION, fateAfter(outcome));
        }
        return new Halt(stop, Scope.KIND, ClaimFate.RELEASE);
    }

    @Override
    public Verdict serverError(ServerError outcome) {
        int failures = situation.attempts().failures() + 1;
        Optional<Duration> asked = retries.waitAskedFor(outcome);
        if (asked.isPresent() && failures <= retries.maxFailures()) {
            Duration ours = retries.waitAfterFailure(failures, situation.unit());
            return waitOrHalt(asked.get().compareTo(ours) > 0 ? asked.get() : ours, outcome, outcome.message());
        }
        Stop exhausted =
                Stop.of(StopReason.SERVER_ERROR, "HTTP server error " + outcome.status() + " (exhausted retries)");
        return new Halt(exhausted.withDetail(outcome.message()), Scope.DESTINATION, fateAfter(outcome));
    }

    @Override
    public Verdict redirected(Redirected outcome) {
        String message = outcome.location()
                .map(location -> "endpoint redirects to " + location)
                .orElse("unexpected redirect " + outcome.status());
        return new Halt(Stop.of(StopReason.REDIRECTED, message), Scope.DESTINATION, fateAfter(outcome));
    }

    @Override
    public Verdict unreachable(Unreachable outcome) {
        Stop exhausted =
                Stop.of(StopReason.UNREACHABLE, "ingest server unreachable (exhausted retries): " + outcome.message());
        return new Halt(exhausted, Scope.DESTINATION, fateAfter(outcome));
    }

    private ClaimFate fateAfter(IngestOutcome outcome) {
        return situation.attempts().mayBeStoredAfter(outcome) ? ClaimFate.KEEP : ClaimFate.RELEASE;
    }

    private static StopReason reasonOf(ClientError outcome) {
        return outcome.refusesTheRows() ? StopReason.REJECTED : StopReason.CLIENT_ERROR;
    }

    /** Saturates: a server may ask for more seconds than an instant can hold. */
    private Instant until(Duration wait) {
        Instant latest = Instant.parse("9999-12-31T23:59:59Z");
        Duration most = Duration.between(situation.now(), latest);
        return wait.compareTo(most) < 0 ? situation.now().plus(wait).truncatedTo(ChronoUnit.SECONDS) : latest;
    }
}
