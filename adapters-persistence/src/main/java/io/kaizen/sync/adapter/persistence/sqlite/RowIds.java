package io.kaizen.sync.adapter.persistence.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import io.kaizen.sync.domain.row.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;

/** Ids of rows as they are stored in a claim: a JSON array, which SQL can read too. */
final class RowIds {

    /** Possessive, for otherwise each id of a long list would take a frame of the stack. */
    private static final Pattern FORM = Pattern.compile("\\[\\d{1,19}(?:,\\d{1,19})*+]");

    private RowIds() {}

    static String write(List<RowId> ids) {
        return ids.stream().map(RowId::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @throws IllegalArgumentException if it is something else, or the ids do not ascend
     */
    static List<RowId> read(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a list of row ids");
        }
        List<RowId> ids = new ArrayList<>();
        for (String id : text.substring(1, text.length() - 1).split(",", -1)) {
            ids.add(new RowId(Long.parseLong(id)));
        }
        for (int i = 1; i < ids.size(); i++) {
            if (!ids.get(i).isAfter(ids.get(i - 1))) {
                throw new IllegalArgumentException("row " + ids.get(i) + " stands behind row " + ids.get(i - 1));
            }
        }
        return ids;
    }

    /** That {@code id} is one of {@code ids}, which ascend: one value to bind, however many they are. */
    static Condition in(Field<Long> id, List<RowId> ids) {
        long first = ids.get(0).value();
        long last = ids.get(ids.size() - 1).value();
        if (last - first + 1 == ids.size()) {
            return id.between(first, last);
        }
        return id.in(select(field(name("value"), Long.class)).from(table("json_each({0})", val(write(ids)))));
    }
}
