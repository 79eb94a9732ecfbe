package io.kaizen.sync.application.port.in;

import java.util.Objects;
import java.util.Optional;

/**
 * Why an exporter did not take what it was given.
 *
 * @param reason for people; whoever shows it makes it one line first
 * @param thrown what the exporter threw, to tell a passing trouble from a lasting one; empty where it did not end in time
 */
public record ExportFailure(String reason, Optional<Throwable> thrown) {

    public ExportFailure {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(thrown, "thrown");
    }
}
