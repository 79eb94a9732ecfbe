package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.admin.OutboxStatus;
import io.kaizen.sync.application.port.out.admin.OutboxStatus.Counts;
import io.kaizen.sync.domain.kind.BatchKind;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The last success and the failures since, of an {@link InMemoryOutbox}. Under the outbox's lock. */
final class InMemorySyncState {

    private @Nullable Instant lastSuccess;
    private long consecutiveFailures;
    private @Nullable String lastError;

    void succeeded(Instant now) {
        lastSuccess = Instant.ofEpochMilli(now.toEpochMilli());
        consecutiveFailures = 0;
        lastError = null;
    }

    void failed(String message) {
        consecutiveFailures++;
        lastError = message;
    }

    OutboxStatus with(SortedMap<BatchKind, Counts> counts) {
        return new OutboxStatus(
                counts, Optional.ofNullable(lastSuccess), consecutiveFailures, Optional.ofNullable(lastError));
    }
}
