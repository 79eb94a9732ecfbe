package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;

/** Boils all that happens in a life down to one number. */
final class Trace {

    private long fingerprint = 17;

    void add(String event) {
        fingerprint = fingerprint * 1_000_003 + event.hashCode();
    }

    long fingerprint() {
        return fingerprint;
    }

    FlushListener listener() {
        return new FlushListener() {
            @Override
            public void attemptEnded(Batch batch, IngestOutcome outcome) {
                add(batch.rowIds() + " " + outcome);
            }

            @Override
            public void batchCommitted(Batch batch, int sent, int gone) {
                add("committed " + batch.rowIds() + " " + sent + " " + gone);
            }

            @Override
            public void stopped(Stop stop) {
                add("stopped " + stop);
            }

            @Override
            public void flushEnded(FlushReport report) {
                add("ended " + report);
            }
        };
    }
}
