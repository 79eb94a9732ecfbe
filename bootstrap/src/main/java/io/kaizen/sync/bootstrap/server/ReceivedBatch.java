package io.kaizen.sync.bootstrap.server;

import io.kaizen.sync.domain.kind.BatchKind;
import java.util.List;
import java.util.UUID;

/**
 * A batch that passed all checks and waits to be stored.
 *
 * @param body fingerprint of route and body, by which a resend is told from another batch under the same key
 * @param rows what makes each row the same row again, in the body's order
 * @param dedupes whether a row seen before is left out; otherwise it is stored once more, as the contract has it
 */
record ReceivedBatch(BatchKind kind, UUID key, Fingerprint body, List<Fingerprint> rows, boolean dedupes) {}
