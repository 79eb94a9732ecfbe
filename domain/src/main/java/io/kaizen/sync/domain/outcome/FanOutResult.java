package io.kaizen.sync.domain.outcome;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What became of a batch at the exporters. */
public record FanOutResult(List<Failure> failures) {

    /** Every exporter took every row it was owed, or there is none. */
    public static final FanOutResult COMPLETE = new FanOutResult(List.of());

    /** An exporter that did not take all of the batch. */
    public record Failure(String exporter, String reason) {

        public Failure {
            Objects.requireNonNull(exporter, "exporter");
            Objects.requireNonNull(reason, "reason");
        }
    }

    public FanOutResult {
        failures = List.copyOf(failures);
    }

    /** Whether no exporter failed. */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    /** The failures on one line. */
    public String summary() {
        return failures.stream()
                .map(failure -> failure.exporter() + ": " + failure.reason())
                .collect(Collectors.joining("; "));
    }
}
