package io.kaizen.sync.domain.batch;

import java.util.Objects;

/**
 * Where batches go. An idempotency key is good for one destination only: another server, or another team, does not know
 * what was sent under it.
 *
 * @param endpoint base URL without trailing slashes and without credentials
 */
public record Destination(String endpoint, String teamId) {

    public Destination {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(teamId, "teamId");
    }
}
