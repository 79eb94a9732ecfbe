package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The statements that every start and every flush runs, as plain SQL on the connection that jOOQ has too, each prepared once: to load jOOQ
 * costs more than a start, and to render and to prepare a statement anew more than to run it. All else is jOOQ's. A statement is over
 * when its method returns, so that none keeps a transaction open. For one thread at a time; ends with the connection.
 */
public final class Statements {

    private static final String KEY = Statements.class.getName();

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** @param connection stays open as long as these are used */
    public Statements(Connection connection) {
        this.connection = connection;
    }

    /** Those of the connection that {@code sql} works on. */
    public static Statements of(DSLContext sql) {
        return (Statements) sql.configuration().data(KEY);
    }

    /** Makes these the ones that {@link #of} finds. */
    public void attachTo(DSLContext sql) {
        sql.configuration().data(KEY, this);
    }

    /** Reads one row of an answer. */
    public @FunctionalInterface interface Reading<T> {
        /** Reads what the row holds. */
        T read(ResultSet answer) throws SQLException;
    }

    /** Runs a statement without an answer. */
    public void execute(String statement) throws SQLException {
        try {
            prepare(statement).execute();
        } catch (SQLException failure) {
            forget(statement, failure);
            throw failure;
        }
    }

    /**
     * Changes rows.
     *
     * @param values texts, numbers as {@code Long}, and null
     * @return how many
     * @throws DataAccessException as jOOQ would
     */
    public int update(String statement, @Nullable Object... values) {
        try {
            return bound(statement, values).executeUpdate();
        } catch (SQLException failure) {
            forget(statement, failure);
            throw failed(statement, failure);
        }
    }

    /** The first row of the answer; empty if there is none. */
    public <T> Optional<T> first(String query, Reading<T> reading, Object... values) {
        return query(query, answer -> answer.next() ? Optional.of(reading.read(answer)) : Optional.<T>empty(), values);
    }

    /** The first number of an answer that has a row. */
    public long number(String query, Object... values) {
        return first(query, answer -> answer.getLong(1), values).orElseThrow();
    }

    /** Each row of the answer. */
    public <T> List<T> list(String query, Reading<T> reading, Object... values) {
        return query(
                query,
                answer -> {
                    List<T> rows = new ArrayList<>();
                    while (answer.next()) {
                        rows.add(reading.read(answer));
                    }
                    return rows;
                },
                values);
    }

    /** Hands the answer to {@code reading}, which stands before its first row. */
    public <T> T query(String query, Reading<T> reading, Object... values) {
        try (ResultSet answer = bound(query, values).executeQuery()) {
            return reading.read(answer);
        } catch (SQLException failure) {
            forget(query, failure);
            throw failed(query, failure);
        }
    }

    /** The same, prepared for this once: it costs the first time what it costs the thousandth. */
    public <T> T queryOnce(String query, Reading<T> reading, Object... values) {
        try (PreparedStatement once = connection.prepareStatement(query)) {
            bind(once, values);
            try (ResultSet answer = once.executeQuery()) {
                return reading.read(answer);
            }
        } catch (SQLException failure) {
            throw failed(query, failure);
        }
    }

    private PreparedStatement bound(String statement, @Nullable Object... values) throws SQLException {
        PreparedStatement ready = prepare(statement);
        bind(ready, values);
        return ready;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private PreparedStatement prepare(String statement) throws SQLException {
        PreparedStatement known = prepared.get(statement);
        if (known == null) {
            known = connection.prepareStatement(statement);
            prepared.put(statement, known);
        }
        return known;
    }

    /** The driver ends a statement that has failed, and nobody can run it again. */
    private void forget(String statement, SQLException failure) {
        PreparedStatement failed = prepared.remove(statement);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
        }
    }

    private static DataAccessException failed(String statement, SQLException failure) {
        return new DataAccessException("SQL [" + statement + "]; " + failure.getMessage(), failure);
    }
}
