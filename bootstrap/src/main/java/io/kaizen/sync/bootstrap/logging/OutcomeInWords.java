package io.kaizen.sync.bootstrap.logging;

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

/** Tells people what came of a POST, with the other side's own words where it had some. */
final class OutcomeInWords implements IngestOutcome.Cases<String> {

    @Override
    public String accepted(Accepted outcome) {
        return "the server has accepted the batch";
    }

    @Override
    public String conflict(Conflict outcome) {
        return answered(409, outcome.message());
    }

    @Override
    public String tooLarge(TooLarge outcome) {
        return answered(413, outcome.message());
    }

    @Override
    public String rateLimited(RateLimited outcome) {
        return "the server asks us to slow down" + words(outcome.message());
    }

    @Override
    public String unauthorized(Unauthorized outcome) {
        return answered(401, outcome.message());
    }

    @Override
    public String clientError(ClientError outcome) {
        return answered(outcome.status(), outcome.message());
    }

    @Override
    public String serverError(ServerError outcome) {
        return answered(outcome.status(), outcome.message());
    }

    @Override
    public String redirected(Redirected outcome) {
        return answered(outcome.status(), "");
    }

    @Override
    public String unreachable(Unreachable outcome) {
        return "no answer from the server" + words(outcome.message());
    }

    private static String answered(int status, String message) {
        return "the server answers " + status + words(message);
    }

    private static String words(String message) {
        return message.isEmpty() ? "" : " (" + message + ")";
    }
}
