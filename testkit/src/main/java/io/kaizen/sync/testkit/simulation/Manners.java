package io.kaizen.sync.testkit.simulation;

import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.row.RowId;
import java.util.List;

/** How a simulated server treats idempotency keys. */
public enum Manners {
    /** As the contract has it: remembers the keys of what it stored, for good, and nothing of what it refused. */
    CONFORMING,
    /** Remembers failures too, and answers 409 with an error for their keys. */
    REMEMBERS_FAILURES,
    /** Goes on with a request whose client has given up, and answers 409 with an error as long as it does. */
    RUNS_ON,
    /** Forgets its keys from time to time: the window in which it recognises batches has passed. */
    FORGETFUL;

    /** A request that the server still works on although its client has given up. */
    record Running(IdempotencyKey key, List<RowId> rows, int conflictsLeft) {}
}
