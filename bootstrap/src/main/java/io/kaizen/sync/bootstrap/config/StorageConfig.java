package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.domain.policy.PendingLimits;
import java.util.Optional;

/**
 * Keys of {@code [sync]} that say how large the outbox may grow, and those of {@code [store]}.
 *
 * @param retainSentDays how many days sent rows are kept, 0 for ever; empty if nobody has said
 * @param limits how much may wait
 * @param allowNetworkFs whether the outbox may lie on the file system of a network
 */
public record StorageConfig(Optional<Integer> retainSentDays, PendingLimits limits, boolean allowNetworkFs) {}
