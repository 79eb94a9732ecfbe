package io.kaizen.sync.adapter.persistence.sqlite.internal.row;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;

/**
 * Ids of rows as they are stored in a claim: a JSON array of ids and, where ids follow one upon the other, pairs of the first and the
 * last: {@code [7,[9,500]]}. Earlier versions wrote each id.
 */
public final class RowIds {

    private static final Pattern ITEM = Pattern.compile("(\\d{1,19})|\\[(\\d{1,19}),(\\d{1,19})]");

    /** A claim never has more rows than fit into memory, but a damaged one may say so. */
    private static final long MOST_ROWS = 10_000_000;

    private RowIds() {}

    /** Writes {@code ids}, which ascend. */
    public static String write(List<RowId> ids) {
        StringBuilder text = new StringBuilder("[");
        int i = 0;
        while (i < ids.size()) {
            int last = lastOfRun(ids, i);
            text.append(i == 0 ? "" : ",");
            if (last - i < 2) {
                last = i;
                text.append(ids.get(i).value());
            } else {
                text.append('[').append(ids.get(i).value()).append(',');
                text.append(ids.get(last).value()).append(']');
            }
            i = last + 1;
        }
        return text.append(']').toString();
    }

    private static int lastOfRun(List<RowId> ids, int first) {
        if (isRun(ids)) {
            return ids.size() - 1;
        }
        int last = first;
        while (last + 1 < ids.size()
                && ids.get(last + 1).value() == ids.get(last).value() + 1) {
            last++;
        }
        return last;
    }

    /** Each id by itself, for {@code json_each}. */
    public static String writeEach(List<RowId> ids) {
        return ids.stream().map(RowId::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Reads what {@link #write} and {@link #writeEach} write.
     *
     * @throws IllegalArgumentException if it is something else, or the ids do not ascend
     */
    public static List<RowId> read(String text) {
        List<RowId> ids = new ArrayList<>();
        for (Run run : runs(text)) {
            for (long id = run.first; id <= run.last; id++) {
                ids.add(new RowId(id));
            }
        }
        return ids;
    }

    /** Whether any of {@code ids}, which ascend, is in {@code text}; the same exception. */
    public static boolean hasAny(String text, List<RowId> ids) {
        return runs(text).stream().anyMatch(run -> run.hasAny(ids));
    }

    private static List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        Matcher item = ITEM.matcher(text);
        int at = 0;
        char before = '[';
        while (at < text.length() && text.charAt(at) == before && item.find(at + 1) && item.start() == at + 1) {
            Run run = Run.of(item);
            if (!runs.isEmpty() && run.first <= runs.get(runs.size() - 1).last) {
                throw new IllegalArgumentException(
                        "row " + run.first + " stands behind row " + runs.get(runs.size() - 1).last);
            }
            runs.add(run);
            at = item.end();
            before = ',';
        }
        if (runs.isEmpty() || !text.substring(at).equals("]")) {
            throw new IllegalArgumentException("not a list of row ids");
        }
        return runs;
    }

    /** Ids that follow one upon the other. */
    private record Run(long first, long last) {

        static Run of(Matcher item) {
            boolean isOne = item.group(1) != null;
            long first = Long.parseLong(isOne ? item.group(1) : item.group(2));
            long last = isOne ? first : Long.parseLong(item.group(3));
            if (!isOne && (last <= first || last - first > MOST_ROWS)) {
                throw new IllegalArgumentException("the rows from " + first + " to " + last + " are no run of rows");
            }
            return new Run(first, last);
        }

        boolean hasAny(List<RowId> ids) {
            int found = Collections.binarySearch(ids, new RowId(first));
            int next = found < 0 ? -found - 1 : found;
            return next < ids.size() && ids.get(next).value() <= last;
        }
    }

    /** Whether {@code ids}, which ascend, leave none out. */
    static boolean isRun(List<RowId> ids) {
        return ids.get(ids.size() - 1).value() - ids.get(0).value() + 1 == ids.size();
    }

    /** That {@code id} is one of {@code ids}, which ascend: one value to bind, however many they are. */
    public static Condition in(Field<Long> id, List<RowId> ids) {
        if (isRun(ids)) {
            return id.between(ids.get(0).value(), ids.get(ids.size() - 1).value());
        }
        return id.in(select(field(name("value"), Long.class)).from(table("json_each({0})", val(writeEach(ids)))));
    }

    /** The same as a piece of SQL; {@link #values} are what to bind to it. */
    public static String in(String id, List<RowId> ids) {
        return id + (isRun(ids) ? " between ? and ?" : " in (select value from json_each(?))");
    }

    /** What to bind to {@link #in(String, List)}, behind {@code others}. */
    public static Object[] values(List<RowId> ids, Object... others) {
        List<Object> values = new ArrayList<>(List.of(others));
        if (isRun(ids)) {
            values.add(ids.get(0).value());
            values.add(ids.get(ids.size() - 1).value());
        } else {
            values.add(writeEach(ids));
        }
        return values.toArray();
    }

    /** Deletes from a table of ours, which mostly is empty, what it has about {@code rows}, which ascend. */
    public static void delete(HotStatements statements, String table, List<RowId> rows) {
        // A list that is no run SQLite would read, and sort, also for a table without rows.
        if (isRun(rows)
                || statements
                        .first("select 1 from " + table + " limit 1", found -> true)
                        .isPresent()) {
            statements.update("delete from " + table + " where " + in("row_id", rows), values(rows));
        }
    }
}
