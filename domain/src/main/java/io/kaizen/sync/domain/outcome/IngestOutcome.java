package io.kaizen.sync.domain.outcome;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one POST of a batch taught us. Immutable. Where a variant has a {@code message}, it is the
 * server's or the network stack's own word: short, on one line and free of secrets; empty where there was none.
 */
public sealed interface IngestOutcome {

    /** Applies exactly one of {@code cases}; a new variant breaks every handler at compile time. */
    <R> R fold(Cases<R> cases);

    /** Whether the batch may have been stored although no answer says so. Only then a resend must keep its key. */
    default boolean isAmbiguous() {
        return false;
    }

    /** Whether the attempt failed in a way that the next attempt may not: it counts towards the retries. */
    default boolean isTransientFailure() {
        return false;
    }

    /** One method per variant. */
    interface Cases<R> {
        /** 202. */
        R accepted(Accepted outcome);

        /** 409. */
        R conflict(Conflict outcome);

        /** 413. */
        R tooLarge(TooLarge outcome);

        /** 429. */
        R rateLimited(RateLimited outcome);

        /** 401. */
        R unauthorized(Unauthorized outcome);

        /** Another 4xx. */
        R clientError(ClientError outcome);

        /** 5xx, or whatever else. */
        R serverError(ServerError outcome);

        /** 3xx. */
        R redirected(Redirected outcome);

        /** No answer. */
        R unreachable(Unreachable outcome);
    }

    /**
     * 202: the batch is stored. The status line alone is the proof.
     *
     * @param received rows the server says it took, 0 where it did not say
     * @param deduped rows the server says it had already, 0 where it did not say
     * @param hasForeignBody whether the answer holds something else than a JSON object, as a page of somebody else's would
     */
    record Accepted(long received, long deduped, boolean hasForeignBody) implements IngestOutcome {

        /** Accepted by a server that did not count. */
        public static final Accepted UNCOUNTED = new Accepted(0, 0);

        /** Accepted with a JSON object, or without a body. */
        public Accepted(long received, long deduped) {
            this(received, deduped, false);
        }

        /** Whether the server counted, and counted fewer rows than the {@code rows} it was sent. */
        public boolean countsFewerThan(int rows) {
            return received + deduped > 0 && received + deduped < rows;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.accepted(this);
        }
    }

    /** 409: the server has seen the key before. What that proves, the body tells. */
    record Conflict(Meaning meaning, String message) implements IngestOutcome {

        /** What a 409 says of the batch. */
        public enum Meaning {
            /** The batch was stored under this key. */
            STORED_BEFORE,
            /** The server remembers a failure under this key, or means something else: the batch is not stored under it. */
            KEY_BURNT,
            /** The body could not be read whole, so it may be either. */
            UNKNOWN
        }

        public Conflict {
            Objects.requireNonNull(meaning, "meaning");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public boolean isAmbiguous() {
            return meaning == Meaning.UNKNOWN;
        }

        @Override
        public boolean isTransientFailure() {
            return meaning != Meaning.STORED_BEFORE;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.conflict(this);
        }
    }

    /** 413: not stored, the body is too long for the server. */
    record TooLarge(String message) implements IngestOutcome {

        public TooLarge {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.tooLarge(this);
        }
    }

    /** 429: not stored, we are to slow down. {@code retryAfter} is empty where the server named no delay that we can read. */
    record RateLimited(Optional<Duration> retryAfter, String message) implements IngestOutcome {

        public RateLimited {
            Objects.requireNonNull(retryAfter, "retryAfter");
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.rateLimited(this);
        }
    }

    /** 401: not stored, the token is not good. */
    record Unauthorized(String message) implements IngestOutcome {

        public Unauthorized {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unauthorized(this);
        }
    }

    /**
     * Any other 4xx that sending again will not mend.
     *
     * @param field what the server blames, in its own words ({@code "events[17].ts_ms"}); empty where it does not say
     */
    record ClientError(int status, String message, Optional<String> field) implements IngestOutcome {

        public ClientError {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(field, "field");
        }

        /** One whose server blames nothing in particular. */
        public ClientError(int status, String message) {
            this(status, message, Optional.empty());
        }

        /** Whether it is the rows that the server does not want, not the caller or the route. */
        public boolean refusesTheRows() {
            return status == 400 || status == 422;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.clientError(this);
        }
    }

    /**
     * 5xx, 408, 421, 425, and every status that has no meaning here: trying again later may help.
     *
     * @param retryAfter how long a 503 asks to wait; empty where it does not say, and for any other status
     */
    record ServerError(int status, String message, Optional<Duration> retryAfter) implements IngestOutcome {

        public ServerError {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        /** One that asks for no wait. */
        public ServerError(int status, String message) {
            this(status, message, Optional.empty());
        }

        /** 408, 502 and 504 come from a party that may have passed the batch on before it gave up. */
        @Override
        public boolean isAmbiguous() {
            return status == 408 || status == 502 || status == 504;
        }

        @Override
        public boolean isTransientFailure() {
            return true;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.serverError(this);
        }
    }

    /** 3xx: not followed, since the token must not travel to another host. */
    record Redirected(int status, Optional<String> location) implements IngestOutcome {

        public Redirected {
            Objects.requireNonNull(location, "location");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.redirected(this);
        }
    }

    /**
     * No answer at all.
     *
     * @param mayHaveArrived false where no connection was made (refused, DNS, TLS), so that nothing can have been stored
     */
    record Unreachable(String message, boolean mayHaveArrived) implements IngestOutcome {

        public Unreachable {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public boolean isAmbiguous() {
            return mayHaveArrived;
        }

        @Override
        public boolean isTransientFailure() {
            return true;
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.unreachable(this);
        }
    }
}
