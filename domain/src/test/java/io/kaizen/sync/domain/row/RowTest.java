package io.kaizen.sync.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.kind.BatchKind;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void idsAreInTheOrderOfEnqueuing() {
        assertThat(new RowId(2)).isGreaterThan(new RowId(1)).isLessThan(new RowId(Long.MAX_VALUE));
        assertThat(new RowId(2).isAfter(new RowId(1))).isTrue();
        assertThat(new RowId(2).isAfter(new RowId(2))).isFalse();
        assertThat(new RowId(1).isAfter(RowId.BEFORE_ALL)).isTrue();
    }

    @Test
    void f137_idsBeyondThirtyTwoAndFiftyThreeBitsStayDistinct() {
        assertThat(new RowId((1L << 53) + 1)).isGreaterThan(new RowId(1L << 53)).hasToString("9007199254740993");
        assertThat(new RowId(Long.MAX_VALUE)).isGreaterThan(new RowId(1L << 31));
    }

    @Test
    void aNegativeIdIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RowId(-1)).withMessage("row id is negative: -1");
    }

    @Test
    void anOwnerIsAnyText() {
        assertThat(new OwnerId("")).hasToString("");
        assertThat(new OwnerId("session 1")).hasToString("session 1").isEqualTo(new OwnerId("session 1"));
    }

    @Test
    void f131_itsNameInLogsHasNoPayload() {
        OutboxRow row = new OutboxRow(new RowId(3), new OwnerId("o"), BatchKind.EVENTS, new byte[6]);

        assertThat(row).hasToString("OutboxRow[id=3, kind=events, bytes=6]");
    }
}
