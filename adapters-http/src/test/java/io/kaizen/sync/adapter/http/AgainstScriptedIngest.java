package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kaizen.sync.application.port.out.ingest.AttemptJournal;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.secret.Secret;
import io.kaizen.sync.testkit.AttemptRecorder;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.SampleBatches;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A scripted server, and gateways that send to it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class AgainstScriptedIngest {

    static final Secret TOKEN = Secret.of("canary-token-4711");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Short, yet long enough for a connect on loopback while another build has the machine. */
    static final Duration SHORT = Duration.ofMillis(300);

    final ScriptedIngest ingest = ScriptedIngest.start();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(ingest));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    <T extends AutoCloseable> T closedInTheEnd(T closeable) {
        open.add(closeable);
        return closeable;
    }

    HttpIngestGateway gateway(HttpIngestSettings settings) {
        return closedInTheEnd(new HttpIngestGateway(settings, InstantSource.system()));
    }

    HttpIngestGateway patientGateway() {
        return gateway(settings(ingest.endpoint(), PATIENCE));
    }

    HttpIngestGateway hastyGateway() {
        return gateway(settings(ingest.endpoint(), SHORT));
    }

    static HttpIngestSettings settings(String endpoint, Duration timeout) {
        return new HttpIngestSettings(endpoint, () -> TOKEN, timeout, PATIENCE, 1, "1.2.3");
    }

    /** What one batch sent by {@code gateway} leads to where the server plays {@code reply}. */
    IngestOutcome outcomeOf(HttpIngestGateway gateway, Reply reply) {
        ingest.reply(reply);
        return gateway.prepare(SampleBatches.events(2)).send(once());
    }

    /** A batch whose body, compressed, is longer than all the buffers between two sockets. */
    static Batch longBatch() {
        return SampleBatches.of(BatchKind.EVENTS, List.of(noise(12_000_000)));
    }

    /** Text that compresses badly. */
    static String noise(int length) {
        byte[] noise = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (' ' + random.nextInt(94));
        }
        return new String(noise, US_ASCII);
    }

    /** The library's pool counts in milliseconds of the system clock, and probes no connection that came back in the same one. */
    static void awaitNextMillisecond() {
        long start = System.currentTimeMillis();
        while (System.currentTimeMillis() <= start + 1) {
            Thread.onSpinWait();
        }
    }

    static AttemptJournal once() {
        return under(IdempotencyKey.parse("01932c07-209b-7c3f-8a3e-5d1f6f7e8a90"));
    }

    static AttemptJournal under(IdempotencyKey key) {
        return new AttemptRecorder(key);
    }
}
