package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.domain.limits.ServerOverrides;
import java.util.List;
import java.util.Objects;

/**
 * Asks the ingest server what it overrides of the configuration. Once, within a few seconds. Thread-safe.
 */
public interface IngestConfig {

    /** Asks. That there is no answer is an answer too, never an exception. */
    Reply ask();

    /** What came of asking. */
    sealed interface Reply {

        /**
         * The server has said what it overrides; nothing, where it has no such thing.
         *
         * @param warnings a sentence for each thing it said that does not count
         */
        record Said(ServerOverrides overrides, List<String> warnings) implements Reply {

            /** A server that knows nothing of overriding. */
            public static final Said NOTHING = new Said(ServerOverrides.NONE, List.of());

            public Said {
                Objects.requireNonNull(overrides, "overrides");
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * It is not known what the server overrides.
         *
         * @param reason fit to be shown
         */
        record Unavailable(String reason) implements Reply {

            public Unavailable {
                Objects.requireNonNull(reason, "reason");
            }
        }
    }
}
