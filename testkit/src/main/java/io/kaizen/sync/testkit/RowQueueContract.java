package io.kaizen.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.LaneLease;
import io.kaizen.sync.application.port.out.store.PageRequest;
import io.kaizen.sync.application.port.out.store.Settlement.Sent;
import io.kaizen.sync.domain.claim.Claim;
import io.kaizen.sync.domain.claim.Lane;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link io.kaizen.sync.application.port.out.store.RowQueue} keeps to. */
public abstract class RowQueueContract extends OutboxContract {

    @Test
    void rowsGetGrowingIds() {
        List<RowId> first = appendEvents(2);
        List<RowId> second = appendEvents(2);

        assertThat(first.get(0).value()).isPositive();
        assertThat(first).isSorted();
        assertThat(second).isSorted().allMatch(id -> id.isAfter(first.get(1)));
    }

    @Test
    void appendedRowsSurviveARestart() {
        List<RowId> events = appendEvents(3);

        restart();

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
    }

    @Test
    void theNumberOfRowsIsTold() {
        assertThat(queue.append(BatchKind.EVENTS, OWNER, payloads(3))).isEqualTo(3);
        assertThat(queue.append(BatchKind.EVENTS, OWNER, Collections.emptyIterator()))
                .isZero();
        assertThat(queue.replace(BatchKind.EVENTS, OWNER, payloads(2))).isEqualTo(2);
    }

    @Test
    void manyRowsKeepTheirOrder() {
        int count = 2_345;

        assertThat(queue.append(BatchKind.EVENTS, OWNER, payloads(count))).isEqualTo(count);

        RowId after = RowId.BEFORE_ALL;
        for (int i = 0; i < count; i++) {
            var page = store.page(new PageRequest(
                    Lane.of(BatchKind.EVENTS), store.bound(), Optional.of(after), 1, Long.MAX_VALUE, Long.MAX_VALUE));
            assertThat(text(page.get(0))).isEqualTo("{\"n\":" + i + "}");
            after = page.get(0).id();
        }
        assertThat(countPending()).isEqualTo(count);
    }

    @Test
    void idsOfRemovedRowsAreNotUsedAgain() {
        RowId removed = appendEvents(1).get(0);

        queue.replace(BatchKind.EVENTS, OWNER, payloads(1));

        assertThat(pending(BatchKind.EVENTS)).hasSize(1).allMatch(id -> id.isAfter(removed));
    }

    @Test
    void replacingTakesTheOwnersPendingRowsOfThatKindAlone() {
        OwnerId neighbour = new OwnerId("session-2");
        queue.append(BatchKind.TOOL_SPANS, OWNER, payloads(2));
        queue.append(BatchKind.TOOL_SPANS, neighbour, payloads(1));
        List<RowId> events = appendEvents(2);

        queue.replace(BatchKind.TOOL_SPANS, OWNER, List.of(bytes("{\"new\":1}")).iterator());

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(events);
        var spans = page(BatchKind.TOOL_SPANS);
        assertThat(spans).extracting(row -> row.owner().value()).containsExactly("session-2", "session-1");
        assertThat(text(spans.get(1))).isEqualTo("{\"new\":1}");
    }

    @Test
    void replacingLeavesSentRows() {
        List<RowId> events = appendEvents(3);
        LaneLease lease = open(store, EVENTS);
        Claim claim = claimOf(events.subList(0, 2));
        store.claim(lease, claim, LEASE);
        settle(lease, new Sent(claim, NOW));

        queue.replace(BatchKind.EVENTS, OWNER, Collections.emptyIterator());

        var total = outbox.admin().status().total();
        assertThat(total.sent()).isEqualTo(2);
        assertThat(total.pending()).isZero();
    }

    @Test
    void wherePayloadsBreakOffNothingIsAppended() {
        List<RowId> before = appendEvents(1);

        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, breakingOffAfter(2)))
                .hasMessage("broken off");

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(before);
        assertThat(appendEvents(1)).hasSize(1);
    }

    @Test
    void whereManyPayloadsBreakOffNothingIsAppended() {
        assertThatThrownBy(() -> queue.append(BatchKind.EVENTS, OWNER, breakingOffAfter(1_234)))
                .hasMessage("broken off");

        assertThat(countPending()).isZero();
    }

    @Test
    void wherePayloadsBreakOffNothingIsReplaced() {
        List<RowId> before = appendEvents(2);

        assertThatThrownBy(() -> queue.replace(BatchKind.EVENTS, OWNER, breakingOffAfter(1)))
                .hasMessage("broken off");

        assertThat(pending(BatchKind.EVENTS)).isEqualTo(before);
    }

    @Test
    void theOutboxCanBeUsedWhilePayloadsCome() {
        Iterator<byte[]> reentrant = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 3;
            }

            @Override
            public byte[] next() {
                given++;
                appendEvents(1);
                return bytes("{}");
            }
        };

        assertThat(queue.append(BatchKind.TOOL_SPANS, OWNER, reentrant)).isEqualTo(3);
        assertThat(pending(BatchKind.EVENTS)).hasSize(3);
        assertThat(pending(BatchKind.TOOL_SPANS)).hasSize(3);
    }

    private static Iterator<byte[]> payloads(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> bytes("{\"n\":" + i + "}"))
                .iterator();
    }

    private static Iterator<byte[]> breakingOffAfter(int count) {
        Iterator<byte[]> good = payloads(count);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                if (!good.hasNext()) {
                    throw new IllegalStateException("broken off");
                }
                return good.next();
            }
        };
    }
}
