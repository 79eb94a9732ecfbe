package io.kaizen.sync.testkit;

import io.kaizen.sync.application.port.out.Sleeper;
import io.kaizen.sync.application.port.out.ingest.IdempotencyKeys;
import io.kaizen.sync.application.port.out.ingest.IngestConfig;
import io.kaizen.sync.application.port.out.ingest.IngestEndpoint;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.ContentHasher;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.port.out.row.RowPreparation;
import io.kaizen.sync.application.port.out.row.SaltedHasher;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.KindRegistry;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.redaction.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * An ingest endpoint without a network, whose {@link #script} says how it answers. It takes any payload in braces as it is; its keys count,
 * and its hashes only tell texts apart. Thread-safe.
 */
public final class InMemoryIngest implements IngestEndpoint {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ScriptedGateway script = new ScriptedGateway();
    private final AtomicLong keys = new AtomicLong();
    private volatile IngestConfig.Reply configuration = IngestConfig.Reply.Said.NOTHING;
    private final AtomicInteger questions = new AtomicInteger();

    /** What it answers and what it was sent. */
    public ScriptedGateway script() {
        return script;
    }

    /** Says this from now on to whoever asks for configuration; it overrides nothing until then. */
    public void configuration(IngestConfig.Reply reply) {
        configuration = reply;
    }

    /** How often it was asked for configuration. */
    public int questions() {
        return questions.get();
    }

    /** Ends when this is closed: for a POST that hangs until it is broken off. */
    public CountDownLatch closed() {
        return closed;
    }

    @Override
    public String url() {
        return "memory:ingest";
    }

    @Override
    public Duration requestTimeout() {
        return Duration.ofMinutes(2);
    }

    @Override
    public IngestGateway gateway(RetryPolicy retries, Sleeper sleeper, InstantSource clock, RandomGenerator random) {
        return new RetryingGateway(script, retries, sleeper, random);
    }

    @Override
    public IngestConfig config() {
        return () -> {
            questions.incrementAndGet();
            return configuration;
        };
    }

    @Override
    public RowEncoder encoder(KindRegistry kinds) {
        return (spec, row) -> isInBraces(row.payload())
                ? new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload()))
                : new RowEncoder.Malformed("not a JSON object");
    }

    @Override
    public IdempotencyKeys keys(InstantSource clock) {
        return () -> new IdempotencyKey(new UUID(0x7000, keys.incrementAndGet()));
    }

    @Override
    public ContentHasher hasher() {
        return (salt, material) -> String.format(
                Locale.ROOT,
                "blake3:%032x%032x",
                Arrays.hashCode(salt) & 0xffff_ffffL,
                Arrays.hashCode(material) & 0xffff_ffffL);
    }

    /** {@inheritDoc} This one leaves them as they are. */
    @Override
    public RowPreparation redaction(Redactor redactor) {
        return RowPreparation.none();
    }

    /** {@inheritDoc} This one leaves everything as it is. */
    @Override
    public RowPreparation identifierHashing(KindRegistry kinds, SaltedHasher salted) {
        return RowPreparation.none();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private static boolean isInBraces(byte[] payload) {
        return payload.length >= 2 && payload[0] == '{' && payload[payload.length - 1] == '}';
    }
}
