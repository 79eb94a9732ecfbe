package io.kaizen.sync.bootstrap.demo;

import java.io.IOException;

/** Makes up the fields of one kind's rows, in the contract's order. */
@FunctionalInterface
interface RowWriter {

    /** Writes the row's fields to {@code row}; draws all that is random from there. */
    void write(Fields row, int index) throws IOException;
}
