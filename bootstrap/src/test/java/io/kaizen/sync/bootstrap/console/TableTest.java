package io.kaizen.sync.bootstrap.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void namesStandLeftAndNumbersRight() {
        Table table = new Table("kind", "rows").add("events", 7).add("x", 12345);

        assertThat(table.lines()).containsExactly("kind     rows", "events      7", "x       12345");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreHeadings() {
        assertThatThrownBy(() -> new Table("a", "b").add(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
