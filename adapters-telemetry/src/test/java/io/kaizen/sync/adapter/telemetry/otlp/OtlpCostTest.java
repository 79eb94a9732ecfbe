package io.kaizen.sync.adapter.telemetry.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.batch.Batch;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prints what it costs to map the sample events and to write them as protobuf; docs/dependencies.md has the command. */
@EnabledIfSystemProperty(named = "otlp.rounds", matches = "[1-9]\\d*")
class OtlpCostTest {

    @Test
    void printsTheCpuThatAnEventTakes() throws Exception {
        Batch batch = SampleBatches.of(BatchKind.EVENTS, events());
        long[] micros = new long[Integer.getInteger("otlp.rounds")];

        for (int round = 0; round < micros.length; round++) {
            micros[round] = microsOf(batch);
        }

        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "OTLP: %.1f us of CPU per event%n",
                (double) micros[micros.length / 2] / batch.rows().size());
        assertThat(micros[0]).isPositive();
    }

    private static long microsOf(Batch batch) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        byte[] body =
                Decoded.bodyOf(batch, LogRecords.of(batch, Decoded.NOW_NANOS).orElseThrow());
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(body).isNotEmpty();
        return nanos / 1_000;
    }

    private static List<String> events() throws Exception {
        String path = "/samples/events.ndjson";
        try (InputStream in = Objects.requireNonNull(OtlpCostTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
