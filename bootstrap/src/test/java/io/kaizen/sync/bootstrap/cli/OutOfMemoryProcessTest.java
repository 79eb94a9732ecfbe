package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.event.FlushListener;
import io.kaizen.sync.application.flush.FlushOutboxService;
import io.kaizen.sync.application.flush.FlushSettings;
import io.kaizen.sync.application.port.out.export.Exporter;
import io.kaizen.sync.application.port.out.ingest.IngestGateway;
import io.kaizen.sync.application.port.out.row.RowEncoder;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.batch.BatchEnvelope;
import io.kaizen.sync.domain.batch.BatchLimits;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.batch.EncodedRow;
import io.kaizen.sync.domain.batch.IdempotencyKey;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.policy.BackoffPolicy;
import io.kaizen.sync.domain.policy.CommitPolicy;
import io.kaizen.sync.domain.policy.RetryPolicy;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.testkit.InMemoryOutbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that runs out in a process of its own, in a thread that nobody waits for. */
class OutOfMemoryProcessTest {

    /** Where memory runs out. */
    enum Place {
        AN_EXPORTER,
        ANY_OTHER_THREAD
    }

    @ParameterizedTest
    @EnumSource
    void f16_f106_theProcessEndsAtOnceWhileTheFlushHangs(Place place) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hanging.class.getName(),
                        place.name())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
                    .contains("kaizen-sync: out of memory; ");
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Flushes to a server that never answers. */
    static final class Hanging {

        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private Hanging() {}

        public static void main(String[] arguments) {
            OutOfMemory.endsThisProcess(false);
            Place place = Place.valueOf(arguments[0]);
            if (place == Place.ANY_OTHER_THREAD) {
                new Thread(Hanging::eat).start();
            }
            InMemoryOutbox outbox = new InMemoryOutbox();
            outbox.queue()
                    .append(
                            BatchKind.EVENTS,
                            new OwnerId("o"),
                            List.of("{}".getBytes(UTF_8)).iterator());
            service(outbox, place == Place.AN_EXPORTER ? List.of(new Glutton()) : List.of())
                    .flush();
        }

        static void eat() {
            List<byte[]> eaten = new ArrayList<>();
            while (!eaten.contains(null)) {
                eaten.add(new byte[100_000]);
            }
        }

        private static IngestOutcome hang() {
            try {
                NEVER.await();
            } catch (InterruptedException nobodyDoesThat) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the server has answered");
        }

        private static FlushOutboxService service(InMemoryOutbox outbox, List<Exporter> exporters) {
            IngestGateway gateway = batch -> journal -> hang();
            return new FlushOutboxService(
                    new FlushSettings(
                            new BatchLimits(1, 1_000),
                            new BatchEnvelope("team", "blake3:x", Optional.empty()),
                            new Destination("http://ingest", "team"),
                            new RetryPolicy(
                                    new BackoffPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                    1,
                                    Duration.ofSeconds(1)),
                            new CommitPolicy(true),
                            OnPoison.DEAD_LETTER,
                            Duration.ofDays(1),
                            Duration.ofDays(1),
                            false),
                    new FlushOutboxService.Ports(
                            outbox.newStore(),
                            gateway,
                            (spec, row) -> new RowEncoder.Encoded(new EncodedRow(row.id(), row.owner(), row.payload())),
                            () -> new IdempotencyKey(new UUID(0, 1)),
                            exporters,
                            Executors.newCachedThreadPool(),
                            new StoppableSleeper(),
                            InstantSource.system(),
                            new SplittableRandom(1),
                            FlushListener.NONE));
        }
    }

    private static final class Glutton implements Exporter {

        @Override
        public String name() {
            return "glutton";
        }

        @Override
        public void export(Batch batch) {
            Hanging.eat();
        }
    }
}
