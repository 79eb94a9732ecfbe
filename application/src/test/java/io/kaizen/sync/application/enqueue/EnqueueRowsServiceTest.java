package io.kaizen.sync.application.enqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.Fixtures;
import io.kaizen.sync.application.port.in.EnqueueRows.InvalidRowException;
import io.kaizen.sync.application.port.in.EnqueueRows.Request;
import io.kaizen.sync.application.port.in.EnqueueRows.Result;
import io.kaizen.sync.application.port.out.store.RowQueue;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnqueueRowsServiceTest {

    private static final OwnerId OWNER = new OwnerId("cli");

    private final RecordingQueue queue = new RecordingQueue();

    @Test
    void storesPayloadsAsTheyAreGiven() {
        Result result = service(1).enqueue(request(BatchKind.EVENTS, false), payloads("{\"a\": 1}", "{}"));

        assertThat(queue.rows).containsExactly("{\"a\": 1}", "{}");
        assertThat(result).isEqualTo(new Result(2, 0, List.of(), 0));
    }

    @Test
    void aBadPayloadIsNamedByPositionAndNothingIsEnqueued() {
        assertThatThrownBy(() -> service(1).enqueue(request(BatchKind.EVENTS, false), payloads("{}", "bad", "{}")))
                .isInstanceOfSatisfying(InvalidRowException.class, thrown -> {
                    assertThat(thrown.position()).isEqualTo(2);
                    assertThat(thrown.reason()).isEqualTo("it says so");
                });
        assertThat(queue.rows).isEmpty();
    }

    @Test
    void badPayloadsAreCountedWhereTheyAreSkipped() {
        Result result = service(1).enqueue(request(BatchKind.EVENTS, true), payloads("bad", "{}", "bad"));

        assertThat(queue.rows).containsExactly("{}");
        assertThat(result.skipped()).isEqualTo(2);
        assertThat(result.examples()).extracting("position").containsExactly(1L, 3L);
    }

    @Test
    void onlySomeSkippedPayloadsAreDescribed() {
        Iterator<byte[]> allBad =
                IntStream.range(0, 50).mapToObj(i -> "bad".getBytes(UTF_8)).iterator();

        Result result = service(1).enqueue(request(BatchKind.EVENTS, true), allBad);

        assertThat(result.skipped()).isEqualTo(50);
        assertThat(result.examples()).hasSize(Result.MAX_EXAMPLES);
    }

    @Test
    void eventsAreSampled() {
        Result result = service(0.25).enqueue(request(BatchKind.EVENTS, false), many(4_000));

        assertThat(result.enqueued()).isBetween(900L, 1_100L);
        assertThat(result.enqueued() + result.sampledOut()).isEqualTo(4_000);
        assertThat(queue.rows).hasSize((int) result.enqueued());
    }

    @Test
    void aRateOfNothingKeepsNothingWhateverIsDrawn() {
        EnqueueRowsService service = new EnqueueRowsService(queue, Fixtures.ENCODER, 0, () -> 0);

        assertThat(service.enqueue(request(BatchKind.EVENTS, false), many(3)))
                .isEqualTo(new Result(0, 0, List.of(), 3));
    }

    @Test
    void otherKindsAreNotSampled() {
        Result result = service(0).enqueue(request(BatchKind.TOOL_SPANS, false), many(10));

        assertThat(result).isEqualTo(new Result(10, 0, List.of(), 0));
    }

    @Test
    void replacesWhereAskedTo() {
        service(1).enqueue(new Request(BatchKind.TOOL_SPANS, OWNER, true, false), payloads("{}"));

        assertThat(queue.replaced).isTrue();
        assertThat(queue.rows).containsExactly("{}");
    }

    @Test
    void aKindThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> service(1).enqueue(request(new BatchKind("spaceships"), false), payloads("{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spaceships");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aSampleRateOutOfRangeIsRefused(double rate) {
        assertThatThrownBy(() -> service(rate)).isInstanceOf(IllegalArgumentException.class);
    }

    private EnqueueRowsService service(double sampleRate) {
        return new EnqueueRowsService(queue, Fixtures.ENCODER, sampleRate, new SplittableRandom(1));
    }

    private static Request request(BatchKind kind, boolean skipInvalid) {
        return new Request(kind, OWNER, false, skipInvalid);
    }

    private static Iterator<byte[]> payloads(String... payloads) {
        return Stream.of(payloads).map(payload -> payload.getBytes(UTF_8)).iterator();
    }

    private static Iterator<byte[]> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{}".getBytes(UTF_8)).iterator();
    }

    /** Keeps what it is given, unless the giver throws. */
    private static final class RecordingQueue implements RowQueue {

        private final List<String> rows = new ArrayList<>();
        private boolean replaced;

        @Override
        public long append(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            List<String> given = new ArrayList<>();
            payloads.forEachRemaining(payload -> given.add(new String(payload, UTF_8)));
            rows.addAll(given);
            return given.size();
        }

        @Override
        public long replace(BatchKind kind, OwnerId owner, Iterator<byte[]> payloads) {
            replaced = true;
            return append(kind, owner, payloads);
        }
    }
}
