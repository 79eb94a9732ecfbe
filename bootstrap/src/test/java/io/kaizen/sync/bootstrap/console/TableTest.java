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
    void textStandsLeftThroughout() {
        Table table = Table.ofText("id", "why", "n").add(7, "odd", 1).add(12345, "too long", 2);

        assertThat(table.lines()).containsExactly("id     why       n", "7      odd       1", "12345  too long  2");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreHeadings() {
        assertThatThrownBy(() -> new Table("a", "b").add(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
