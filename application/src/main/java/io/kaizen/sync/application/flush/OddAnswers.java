package io.kaizen.sync.application.flush;

import io.kaizen.sync.application.event.FlushEvent.WarnedOfKind;
import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns of oddities in answers that accept a batch, of each once: a server that counts 1 for every batch would fill the log. Lives as long
 * as its flush service. Thread-safe.
 */
final class OddAnswers {

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void warnOf(Batch batch, IngestOutcome outcome, FlushListener listener) {
        if (!(outcome instanceof Accepted accepted)) {
            return;
        }
        if (accepted.hasForeignBody() && told.add("foreign body")) {
            listener.onEvent(new WarnedOfKind(
                    batch.kind(),
                    "the server accepted a batch with a body that is no JSON object;"
                            + " check that sync.endpoint is an ingest server"));
        }
        if (accepted.countsFewerThan(batch.size()) && told.add("count")) {
            listener.onEvent(new WarnedOfKind(
                    batch.kind(),
                    "the server accepted a batch of " + batch.size() + " rows and counts " + accepted.received()
                            + " received, " + accepted.deduped()
                            + " known before (said once; some servers always count 1)"));
        }
    }
}
