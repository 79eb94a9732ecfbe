package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/**
 * Runs the statements that are hot, as plain SQL, each prepared once. Hot is what every start of {@code run}, {@code status} and {@code enqueue}
 * runs, and what a batch or a row runs: opening a file, reading a page, claiming, marking rows sent, appending rows. All other statements are
 * jOOQ's, and no other class of this module uses a statement of JDBC's.
 *
 * <p>Why: a start that runs one statement of jOOQ's takes 0.4 s of CPU more than one that runs none ({@code dead-letters list} 1.1 s, {@code
 * status} 0.6 s, by turns, from the launcher). And to render and to prepare a statement anew costs more than to run it.
 *
 * <p>A statement is over when its method returns, so that none keeps a transaction open. What fails throws what jOOQ would throw. For one thread
 * at a time; ends with the connection.
 */
public final class HotStatements implements AutoCloseable {

    /** Between two looks at the clock; a few microseconds. */
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** HotStatements on {@code connection}, which stays open as long as these are used. */
    public HotStatements(Connection connection) {
        this.connection = connection;
    }

    /** Others on the same connection, for those who close them when they are done: for statements that no other call will run. */
    public HotStatements another() {
        return new HotStatements(connection);
    }

    /** Reads one row of an answer. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads what the row holds. */
        T read(ResultSet answer) throws SQLException;
    }

    /** Runs a statement without an answer. */
    public void execute(String statement) {
        try {
            prepare(statement).execute();
        } catch (SQLException failure) {
            forget(statement, failure);
            throw failed(statement, failure);
        }
    }

    /** Runs a statement that is not kept, a pragma or one that changes the schema. Its answer, if it has one, is dropped. */
    public void executeOnce(String statement) {
        try (Statement once = connection.createStatement()) {
            once.execute(statement);
        } catch (SQLException failure) {
            throw failed(statement, failure);
        }
    }

    /**
     * Changes rows.
     *
     * @param values texts, numbers as {@code Long}, and null
     * @return how many
     */
    public int update(String statement, @Nullable Object... values) {
        try {
            return bound(statement, values).executeUpdate();
        } catch (SQLException failure) {
            forget(statement, failure);
            throw failed(statement, failure);
        }
    }

    /** Runs a statement for each of {@code lasts}, which is bound as its last value, behind {@code values}. */
    public void updateEach(String statement, List<byte[]> lasts, Object... values) {
        try {
            PreparedStatement ready = bound(statement, values);
            for (byte[] last : lasts) {
                ready.setBytes(values.length + 1, last);
                ready.addBatch();
            }
            ready.executeBatch();
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

    /** Gives up what is prepared; the connection stays open. */
    @Override
    public void close() {
        try {
            for (PreparedStatement each : prepared.values()) {
                each.close();
            }
            prepared.clear();
        } catch (SQLException failure) {
            throw new DataAccessException(String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Runs {@code work}, and interrupts its statement once {@code limit} has passed. */
    public void within(Duration limit, Runnable work) {
        long start = System.nanoTime();
        try {
            ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return System.nanoTime() - start > limit.toNanos() ? 1 : 0;
                }
            });
            try {
                work.run();
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException failure) {
            throw new DataAccessException(String.valueOf(failure.getMessage()), failure);
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
