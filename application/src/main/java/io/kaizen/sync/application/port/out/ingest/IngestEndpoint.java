package io.kaizen.sync.application.port.out.ingest;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.redaction.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * An ingest server and the form in which things travel to it: what an adapter of the network offers to those who put a sync
 * together by hand. Opens no connection and starts no thread before something is asked or sent. Thread-safe.
 */
public interface IngestEndpoint extends AutoCloseable {

    /** Base URL without trailing slashes and without credentials; with the team it is what idempotency keys are bound to. */
    String url();

    /** Longest time that one attempt takes, its answer included. Leases are as long. */
    Duration requestTimeout();

    /**
     * The way to the server, which retries failures.
     *
     * @param retries says what is retried, how often and when
     * @param sleeper does all its waiting
     * @param clock read where the server names a date
     * @param random for the jitter of waits
     */
    IngestGateway gateway(RetryPolicy retries, Sleeper sleeper, InstantSource clock, RandomGenerator random);

    /** The way to ask the server what it overrides of the configuration. An endpoint without such a thing overrides nothing. */
    default IngestConfig config() {
        return () -> IngestConfig.Reply.Said.NOTHING;
    }

    /** Checks rows of {@code kinds} and brings them into their form. */
    RowEncoder encoder(KindRegistry kinds);

    /** A source of idempotency keys. */
    IdempotencyKeys keys(InstantSource clock);

    /** Makes the workspace's hash. */
    ContentHasher hasher();

    /** Redacts what may hold any JSON: the payloads of events, and rows of kinds without an allowlist. */
    RowPreparation redaction(Redactor redactor);

    /** Hashes identifiers that are given in the clear, and leaves out what is not on the kind's list. */
    RowPreparation identifierHashing(KindRegistry kinds, SaltedHasher salted);

    /** Breaks off what is on the wire, which then may or may not have arrived, and sends nothing more. Closing twice does no harm. */
    @Override
    void close();
}
