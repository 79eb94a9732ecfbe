package io.kaizen.sync.application.port.in;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tries exporters with a made-up event and a made-up tool span: neither the outbox nor the ingest server is touched. For one thread. */
public interface ProbeExporters {

    /** Names of the exporters that there are, in the order of the configuration. */
    List<String> exporters();

    /**
     * Hands one made-up event, and then one made-up tool span, without anything of the workspace's content, to each of {@code exporters},
     * side by side. Returns when all have ended or their time is up. One that fails with the event does not get the span.
     *
     * @param exporters names of those to try; others are left alone
     * @return what became of them at each, in the order of the configuration
     */
    List<Probe> probe(Set<String> exporters);

    /**
     * What became of the rows at one exporter.
     *
     * @param failure empty if both were taken; else the first
     */
    record Probe(String exporter, Optional<ExportFailure> failure) {

        public Probe {
            Objects.requireNonNull(exporter, "exporter");
            Objects.requireNonNull(failure, "failure");
        }

        /** Whether the exporter took the probe. */
        public boolean isTaken() {
            return failure.isEmpty();
        }
    }
}
