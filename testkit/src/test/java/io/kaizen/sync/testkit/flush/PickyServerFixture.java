package io.kaizen.sync.testkit.flush;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;

/** The flush use case in front of a server that refuses some rows, or all. */
abstract class PickyServerFixture extends FlushFixture {

    final Set<Long> poison = new TreeSet<>();
    final List<Long> stored = new ArrayList<>();
    boolean hints;
    boolean refusesAll;

    @BeforeEach
    void useAPickyServer() {
        newProcess(settings(OnPoison.DEAD_LETTER, 500));
        gateway.otherwise(this::answer);
    }

    private IngestOutcome answer(Batch batch) {
        if (!refusesAll && !containsPoison(batch)) {
            return accept(batch);
        }
        List<Long> rows = batch.rowIds().stream().map(RowId::value).toList();
        long culprit = refusesAll
                ? rows.get(0)
                : rows.stream().filter(poison::contains).findFirst().orElseThrow();
        return new ClientError(
                422,
                "row " + culprit + " is odd",
                hints ? Optional.of("events[" + rows.indexOf(culprit) + "].ts_ms") : Optional.empty());
    }

    boolean containsPoison(Batch batch) {
        return batch.kind().equals(BatchKind.EVENTS)
                && batch.rowIds().stream().map(RowId::value).anyMatch(poison::contains);
    }

    IngestOutcome accept(Batch batch) {
        batch.rowIds().stream().map(RowId::value).forEach(stored::add);
        return new Accepted(batch.size(), 0);
    }
}
