package io.kaizen.sync.domain.policy;

import io.kaizen.sync.domain.batch.Batch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a batch that the server does not take as it is becomes smaller ones, to be sent in the order in which they are returned. */
public final class SplitPolicy {

    private static final Pattern HINT = Pattern.compile("(\\w+)\\[(\\d{1,9})].*", Pattern.DOTALL);

    private SplitPolicy() {}

    /**
     * Halves {@code batch} at half its rows, rounded down, the left half first.
     *
     * @throws IllegalArgumentException if it has one row
     */
    public static List<Batch> halve(Batch batch) {
        int middle = batch.size() / 2;
        if (middle == 0) {
            throw new IllegalArgumentException("a batch of one row cannot be split");
        }
        return List.of(
                batch.withRows(batch.rows().subList(0, middle)),
                batch.withRows(batch.rows().subList(middle, batch.size())));
    }

    /**
     * Takes one row out of {@code batch}: that row alone, then the rows in front of it, then those behind it. The rows in front have
     * passed the server's inspection, so they go at once.
     *
     * @param index 0-based
     * @return two or three batches
     * @throws IllegalArgumentException if it has one row
     */
    public static List<Batch> singleOut(Batch batch, int index) {
        if (batch.size() == 1) {
            throw new IllegalArgumentException("a batch of one row cannot be split");
        }
        return Stream.of(
                        batch.rows().subList(index, index + 1),
                        batch.rows().subList(0, index),
                        batch.rows().subList(index + 1, batch.size()))
                .filter(rows -> !rows.isEmpty())
                .map(batch::withRows)
                .toList();
    }

    /**
     * The 0-based place of the row that the server blames; empty where it names none of the batch's.
     *
     * @param field the server's words, such as {@code "events[17]"} or {@code "events[17].ts_ms"}
     */
    public static OptionalInt blamedRow(Batch batch, Optional<String> field) {
        Matcher hint = HINT.matcher(field.orElse(""));
        if (!hint.matches() || !hint.group(1).equals(batch.spec().arrayName())) {
            return OptionalInt.empty();
        }
        int index = Integer.parseInt(hint.group(2));
        return index < batch.size() ? OptionalInt.of(index) : OptionalInt.empty();
    }
}
