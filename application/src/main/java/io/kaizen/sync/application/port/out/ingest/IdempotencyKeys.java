package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.domain.batch.IdempotencyKey;

/** Source of keys. Thread-safe. */
@FunctionalInterface
public interface IdempotencyKeys {

    /** A key that nobody has used before; later ones sort behind earlier ones. */
    IdempotencyKey next();
}
