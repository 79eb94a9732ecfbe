package io.kaizen.sync.adapter.persistence.sqlite.internal.audit;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteSession;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.domain.kind.BatchKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Counts rows that are sent, without going through all of them: they are in no index. Up to {@link #COUNTED} the count is exact;
 * above, it is estimated from a sample of ids. For one snapshot.
 */
public final class SentRows {

    /** So many are counted one by one. */
    static final long COUNTED = 100_000;

    /** Each is one look into the table; the estimate is right to some two percent of all ids. */
    private static final int SAMPLES = 2_000;

    /** A sample that says less may be wrong about {@link #COUNTED}. */
    private static final long SURELY_MORE = 2 * COUNTED;

    private final HotStatements statements;
    private final String kind;

    SentRows(SqliteSession session) {
        this.statements = session.statements();
        this.kind = session.outbox().hasKind() ? "kind" : "'" + BatchKind.EVENTS.name() + "'";
    }

    /**
     * What was counted.
     *
     * @param isExact whether each row was looked at
     */
    record Count(Map<BatchKind, Long> byKind, boolean isExact) {}

    /** Counts them, where {@code pending} rows wait. */
    Count count(long pending) {
        long first = idAt("asc").orElse(1L);
        long last = idAt("desc").orElse(0L);
        long most = last - first + 1 - pending;
        if (most <= 0) {
            return new Count(Map.of(), true);
        }
        if (most > COUNTED) {
            Map<BatchKind, Long> estimate = estimate(first, last);
            if (estimate.values().stream().mapToLong(Long::longValue).sum() > SURELY_MORE) {
                return new Count(estimate, false);
            }
        }
        return new Count(countAll(), true);
    }

    private Optional<Long> idAt(String order) {
        return statements.first(
                "select id from sync_outbox order by id " + order + " limit 1", found -> found.getLong(1));
    }

    private Map<BatchKind, Long> countAll() {
        return statements.query("select " + kind + ", count(*) from sync_outbox where sent = 1 group by 1", rows -> {
            Map<BatchKind, Long> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(new BatchKind(rows.getString(1)), rows.getLong(2));
            }
            return counts;
        });
    }

    /** One id of each of many equal stretches, by a chance that is the same every time, so that the count does not flicker. */
    private Map<BatchKind, Long> estimate(long first, long last) {
        SplittableRandom random = new SplittableRandom(first);
        double stretch = (double) (last - first + 1) / SAMPLES;
        Map<BatchKind, Integer> seen = new HashMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            long id = first + (long) ((i + random.nextDouble()) * stretch);
            statements
                    .first(
                            "select " + kind + " from sync_outbox where id = ? and sent = 1",
                            found -> new BatchKind(found.getString(1)),
                            id)
                    .ifPresent(found -> seen.merge(found, 1, Integer::sum));
        }
        Map<BatchKind, Long> counts = new HashMap<>();
        seen.forEach((found, times) -> counts.put(found, Math.round(times * stretch)));
        return counts;
    }
}
