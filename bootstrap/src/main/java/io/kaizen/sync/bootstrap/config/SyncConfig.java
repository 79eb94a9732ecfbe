package io.kaizen.sync.bootstrap.config;

import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.SyncLimits;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * The table {@code [sync]}, checked: one component per key.
 *
 * @param endpoint base URL of the ingest server without trailing slashes; empty means that sync is off
 * @param teamToken bearer token, visible ASCII; empty if not set
 * @param teamId empty if not set
 * @param teamSaltHex 64 hex digits; empty if not set
 * @param eventsPerBatchMax rows per batch, at least 1
 * @param maxBodyBytes length of a body before compression, at least 1
 * @param flushInterval wait between flushes, at least 100 ms
 * @param sampleRate share of events that are enqueued, 0 to 1
 * @param retryInitial wait after the first failure, positive
 * @param retryMax longest wait after a failure, not below {@code retryInitial}
 * @param retryMaxFailures failed POSTs that are followed by another, not negative
 * @param maxRetryAfter longest wait for 429s in one flush
 * @param requestTimeout for one POST with its answer, positive
 * @param exporterTimeout for one batch at one exporter, positive
 * @param gzipLevel 1 (quick) to 9 (small)
 * @param lanes requests on the wire at a time, at least 1
 * @param maxRequestsPerSecond 0 if there is no limit
 * @param allowInsecure whether plain http may go to another machine
 * @param proxy which proxy requests go through, those of exporters too
 * @param projectName instead of the derived name; present but empty if there shall be none
 * @param storage how large the outbox may grow
 */
public record SyncConfig(
        String endpoint,
        Secret teamToken,
        String teamId,
        Secret teamSaltHex,
        int eventsPerBatchMax,
        long maxBodyBytes,
        Duration flushInterval,
        double sampleRate,
        Duration retryInitial,
        Duration retryMax,
        int retryMaxFailures,
        Duration maxRetryAfter,
        Duration requestTimeout,
        Duration exporterTimeout,
        OnPoison onPoison,
        int gzipLevel,
        int lanes,
        double maxRequestsPerSecond,
        boolean allowInsecure,
        ProxyChoice proxy,
        Optional<String> projectName,
        StorageConfig storage) {

    /** Those of the values that the server may override. */
    public SyncLimits limits() {
        return new SyncLimits(new BatchLimits(eventsPerBatchMax, maxBodyBytes), flushInterval, sampleRate);
    }

    /** Where batches go; only good where {@link #isOn()}. */
    public Destination destination() {
        return new Destination(endpoint, teamId);
    }

    /** The same but for the time limit of exporters. */
    SyncConfig withExporterTimeout(Duration limit) {
        return with(teamSaltHex, limit);
    }

    /** The same but for the salt. */
    SyncConfig withSalt(Secret salt) {
        return with(salt, exporterTimeout);
    }

    private SyncConfig with(Secret salt, Duration timeoutOfExporters) {
        return new SyncConfig(
                endpoint,
                teamToken,
                teamId,
                salt,
                eventsPerBatchMax,
                maxBodyBytes,
                flushInterval,
                sampleRate,
                retryInitial,
                retryMax,
                retryMaxFailures,
                maxRetryAfter,
                requestTimeout,
                timeoutOfExporters,
                onPoison,
                gzipLevel,
                lanes,
                maxRequestsPerSecond,
                allowInsecure,
                proxy,
                projectName,
                storage);
    }

    /** Whether there is a server to flush to. */
    public boolean isOn() {
        return !endpoint.isEmpty();
    }
}
