package io.kaizen.sync.testkit.flush;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.admin.DeadLetter;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.poison.Refusal;
import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.ScriptedGateway.Post;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that the server refuses: how they are found, and what that costs. */
class FlushRefusedRowsTest extends PickyServerFixture {

    @Test
    void f33_oneBadRowOf500CostsAtMost19Posts() {
        for (long bad : new long[] {1, 77, 250, 251, 500}) {
            Fresh world = new Fresh(bad);

            FlushReport report = service.flush();

            assertThat(world.posts()).as("row %s", bad).hasSizeLessThanOrEqualTo(19);
            assertThat(report.rows()).isEqualTo(499);
            assertThat(report.stops()).isEmpty();
            assertThat(report.deadLettered()).isEqualTo(1);
            assertThat(world.storedRows()).isSorted().hasSize(499).doesNotContain(world.id(bad));
        }
    }

    @Test
    void f33_withAHintItCostsAtMost4Posts() {
        hints = true;
        enqueue(BatchKind.EVENTS, 500);
        poison.add(123L);

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(4);
        assertThat(gateway.posts().get(1).rows())
                .as("the row that is named goes alone")
                .containsExactly(123L);
        assertThat(stored).isSorted().hasSize(499);
        assertThat(report.deadLettered()).isEqualTo(1);
        assertThat(deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.refusal())
                        .isEqualTo(new Refusal(new RowId(123), PoisonReason.REJECTED, "row 123 is odd", 2)));
    }

    @Test
    void f33_fiveBadRowsOf500CostAtMost75Posts() {
        enqueue(BatchKind.EVENTS, 500);
        poison.addAll(List.of(3L, 120L, 250L, 377L, 498L));

        FlushReport report = service.flush();

        assertThat(gateway.posts()).hasSizeLessThanOrEqualTo(75);
        assertThat(stored).isSorted().hasSize(495);
        assertThat(report.deadLettered()).isEqualTo(5);
        assertThat(report.stops()).isEmpty();
    }

    @Test
    void badRowsNextToEachOtherAreFoundAllTheSame() {
        enqueue(BatchKind.EVENTS, 500);
        LongStream.range(100, 110).forEach(poison::add);

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(10);
        assertThat(stored).isSorted().hasSize(490);
    }

    @Test
    void f31_oneRowThatIsTooLargeIsDeadAndTheOthersGo() {
        enqueue(BatchKind.EVENTS, 6);
        poison.add(2L);
        gateway.otherwise(batch -> containsPoison(batch) ? new TooLarge("max 1 MB") : accept(batch));

        FlushReport report = service.flush();

        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.stops()).isEmpty();
        assertThat(deadLetters())
                .extracting(DeadLetter::refusal)
                .containsExactly(new Refusal(new RowId(2), PoisonReason.TOO_LARGE, "max 1 MB", 4));
    }

    @Test
    void aServerThatBlamesTheWrongRowIsNotBelievedASecondTime() {
        enqueue(BatchKind.EVENTS, 100);
        poison.add(80L);
        gateway.otherwise(
                batch -> containsPoison(batch) ? new ClientError(400, "odd", Optional.of("events[0]")) : accept(batch));

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isEqualTo(1);
        assertThat(report.rows()).isEqualTo(99);
        assertThat(gateway.posts()).hasSizeLessThan(20);
        assertThat(stored).isSorted();
    }

    @Test
    void f108_exportersSeeEachRowOnceHoweverItIsDivided() {
        enqueue(BatchKind.EVENTS, 50);
        poison.addAll(List.of(7L, 30L));

        service.flush();

        assertThat(exporter.rows).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void f107_exportersSeeEachRowOnceAcrossFlushesAndProcesses() {
        enqueue(BatchKind.EVENTS, 10);
        gateway.answer(new Unauthorized("no"));
        service.flush();

        newProcess(settings(OnPoison.DEAD_LETTER, 3)).flush();

        assertThat(stored).hasSize(10);
        assertThat(exporter.rows).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void rowsThatTheProducerReplacedAreNotDeadLettered() {
        enqueue(BatchKind.EVENTS, 2);
        poison.add(1L);
        gateway.whileOnTheWire(() -> {
            if (gateway.posts().size() == 2) {
                outbox.queue().replace(BatchKind.EVENTS, owner(), payloads(1));
            }
        });

        FlushReport report = service.flush();

        assertThat(report.deadLettered()).isZero();
        assertThat(deadLetters()).isEmpty();
    }

    /** 500 more rows, one of them bad, and what happens from now on. */
    private final class Fresh {

        private final long before = status().total().sent() + status().total().deadLettered();
        private final int postsBefore = gateway.posts().size();
        private final int storedBefore = stored.size();

        Fresh(long bad) {
            enqueue(BatchKind.EVENTS, 500);
            poison.add(id(bad));
        }

        long id(long position) {
            return before + position;
        }

        List<Post> posts() {
            return gateway.posts().subList(postsBefore, gateway.posts().size());
        }

        List<Long> storedRows() {
            return stored.subList(storedBefore, stored.size());
        }
    }
}
