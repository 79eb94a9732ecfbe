package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.row.RowId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowIdsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100_000})
    void whatIsWrittenIsReadHoweverLongItIs(int count) {
        List<RowId> ids = LongStream.rangeClosed(1, count).mapToObj(RowId::new).toList();

        assertThat(RowIds.read(RowIds.write(ids))).isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[1", "1]", "[1,]", "[,1]", "[1,,2]", "[1 ,2]", "[-1]", "[a]", "[1]\n"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> RowIds.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsThatDoNotAscendAreRefused() {
        assertThatThrownBy(() -> RowIds.read("[2,1]")).hasMessage("row 1 stands behind row 2");
    }

    @Test
    void aListHasAnIdThatItNamesOrThatLiesInARun() {
        List<RowId> ids = List.of(new RowId(5), new RowId(20));

        assertThat(RowIds.hasAny("[1,[4,7]]", ids)).isTrue();
        assertThat(RowIds.hasAny("[[1,5]]", ids)).isTrue();
        assertThat(RowIds.hasAny("[20]", ids)).isTrue();
        assertThat(RowIds.hasAny("[[1,4],[6,19],21]", ids)).isFalse();
    }
}
