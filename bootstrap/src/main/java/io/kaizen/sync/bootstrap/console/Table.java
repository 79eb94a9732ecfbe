package io.kaizen.sync.bootstrap.console;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for people: the first to the left, the others, where they hold numbers, to the right. Not thread-safe. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean numbers;

    /** Makes a table with a line of {@code headings}. */
    public Table(String... headings) {
        this(true, headings);
    }

    private Table(boolean numbers, String... headings) {
        this.numbers = numbers;
        rows.add(List.of(headings));
    }

    /** Makes a table all of whose columns are to the left. */
    public static Table ofText(String... headings) {
        return new Table(false, headings);
    }

    /** Adds a line with as many cells as there are headings. */
    public Table add(Object... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + rows.get(0));
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** The lines, without trailing blanks. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : GAP).append(i > 0 && numbers ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
