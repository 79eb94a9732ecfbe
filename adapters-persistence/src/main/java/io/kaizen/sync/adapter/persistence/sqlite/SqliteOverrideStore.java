package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.application.port.out.OverrideStore;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the ingest server said last, in a table of our own in a SQLite file. What stands there and makes no sense, of a newer version
 * perhaps, does not count. This class is thread-safe.
 */
final class SqliteOverrideStore implements OverrideStore {

    /** A number as we write it. Exponents of more digits would be numbers that take a lifetime to write out. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}(\\.\\d{1,20})?(E-?\\d{1,3})?");

    private final SqliteDatabase database;

    /** What was said, kept in {@code database}, which somebody else closes. */
    SqliteOverrideStore(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<Kept> find(Destination destination) {
        return database.readText((connection, outbox) -> find(connection, destination));
    }

    @Override
    public void keep(Destination destination, ServerOverrides overrides, Instant now) {
        database.writeOnly(Durability.NORMAL, (statements, outbox) -> {
            statements.update("delete from outbox_server_override");
            overrides
                    .values()
                    .forEach((key, value) -> statements.update(
                            "insert into outbox_server_override"
                                    + " (destination_endpoint, destination_team_id, name, said, since_ms)"
                                    + " values (?, ?, ?, ?, ?)",
                            destination.endpoint(),
                            destination.teamId(),
                            key.key(),
                            value.toString(),
                            now.toEpochMilli()));
        });
    }

    /** By plain text: {@code status} and {@code enqueue} ask it, and need jOOQ for nothing else. */
    private static Optional<Kept> find(Connection connection, Destination destination) throws SQLException {
        Map<Overridable, Optional<BigDecimal>> said = new EnumMap<>(Overridable.class);
        Instant since = Instant.EPOCH;
        try (PreparedStatement s = connection.prepareStatement("select name, said, since_ms from outbox_server_override"
                + " where destination_endpoint = ? and destination_team_id = ?")) {
            s.setString(1, destination.endpoint());
            s.setString(2, destination.teamId());
            try (ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    Optional<BigDecimal> number = number(row.getString(2));
                    Overridable.named(row.getString(1)).ifPresent(key -> said.put(key, number));
                    since = Instant.ofEpochMilli(row.getLong(3));
                }
            }
        }
        ServerOverrides overrides = ServerOverrides.read(said).overrides();
        return overrides.isEmpty() ? Optional.empty() : Optional.of(new Kept(overrides, since));
    }

    private static Optional<BigDecimal> number(String said) {
        return NUMBER.matcher(said).matches() ? Optional.of(new BigDecimal(said)) : Optional.empty();
    }
}
