package io.kaizen.sync.adapter.http.internal.answer;

import io.kaizen.sync.adapter.http.internal.answer.AnswerBody.Form;
import io.kaizen.sync.adapter.http.internal.transport.Response;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.RetryAfter;
import io.kaizen.sync.domain.outcome.ServerWords;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The table "answer → outcome" of the contract. Pure. */
public final class IngestResponseClassifier {

    /** Longest name of a field, in characters: what points at a row stands at its beginning. */
    private static final int MAX_FIELD_LENGTH = 200;

    private IngestResponseClassifier() {}

    /**
     * Says what {@code response} means.
     *
     * @param token masked wherever the server repeats it
     * @param now for a {@code Retry-After} date in an answer that has no date itself
     */
    public static IngestOutcome classify(Response response, Secret token, Instant now) {
        int status = response.status();
        String message = ServerWords.tame(response.text(), token);
        return switch (status) {
            case 202 -> accepted(response);
            case 400, 422 -> new ClientError(status, message, blamedField(AnswerBody.of(response), token));
            case 401 -> new Unauthorized(message);
            case 408, 421, 425 -> new ServerError(status, message);
            case 409 -> new Conflict(meaning(AnswerBody.of(response)), message);
            case 413 -> new TooLarge(message);
            case 503 -> new ServerError(status, message, retryAfter(response, now));
            case 429 -> new RateLimited(retryAfter(response, now), message);
            default -> byClass(response, message, token);
        };
    }

    private static IngestOutcome byClass(Response response, String message, Secret token) {
        return switch (response.status() / 100) {
            case 3 -> new Redirected(response.status(), location(response, token));
            case 4 -> new ClientError(response.status(), message);
            default -> new ServerError(response.status(), message);
        };
    }

    /** The status line is the proof; a body that cannot be read costs only the counts. */
    private static Accepted accepted(Response response) {
        AnswerBody body = AnswerBody.of(response);
        boolean isForeign = body.form() == Form.OTHER && !response.text().isBlank();
        return new Accepted(body.count("received"), body.count("deduped"), isForeign);
    }

    private static Meaning meaning(AnswerBody body) {
        return switch (body.form()) {
            case OBJECT -> body.has("code") || body.has("error") ? Meaning.KEY_BURNT : Meaning.STORED_BEFORE;
            case OTHER -> Meaning.STORED_BEFORE;
            case UNREADABLE -> Meaning.UNKNOWN;
        };
    }

    private static Optional<String> blamedField(AnswerBody body, Secret token) {
        return body.text("field")
                .map(field -> ServerWords.tame(field, token, MAX_FIELD_LENGTH))
                .filter(field -> !field.isEmpty());
    }

    private static Optional<Duration> retryAfter(Response response, Instant now) {
        return RetryAfter.parse(response.header("Retry-After"), response.header("Date"), now);
    }

    private static Optional<String> location(Response response, Secret token) {
        return response.header("Location").stream()
                .map(location -> ServerWords.tame(location, token))
                .filter(location -> !location.isEmpty())
                .findFirst();
    }
}
