package io.kaizen.sync.adapter.persistence.sqlite;

import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.Durability;
import io.kaizen.sync.adapter.persistence.sqlite.internal.connection.SqliteDatabase;
import io.kaizen.sync.adapter.persistence.sqlite.internal.driver.HotStatements;
import io.kaizen.sync.application.port.out.admin.OverrideStore;
import io.kaizen.sync.domain.batch.Destination;
import io.kaizen.sync.domain.limits.Overridable;
import io.kaizen.sync.domain.limits.ServerOverrides;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
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
        return database.read(session -> find(session.statements(), destination));
    }

    @Override
    public void keep(Destination destination, ServerOverrides overrides, Instant now) {
        database.writeOnly(Durability.NORMAL, session -> {
            HotStatements statements = session.statements();
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

    private static Optional<Kept> find(HotStatements statements, Destination destination) {
        Map<Overridable, Optional<BigDecimal>> said = new EnumMap<>(Overridable.class);
        List<Instant> since = statements.list(
                "select name, said, since_ms from outbox_server_override"
                        + " where destination_endpoint = ? and destination_team_id = ?",
                row -> {
                    Optional<BigDecimal> number = number(row.getString(2));
                    Overridable.named(row.getString(1)).ifPresent(key -> said.put(key, number));
                    return Instant.ofEpochMilli(row.getLong(3));
                },
                destination.endpoint(),
                destination.teamId());
        ServerOverrides overrides = ServerOverrides.read(said).overrides();
        return overrides.isEmpty() ? Optional.empty() : Optional.of(new Kept(overrides, since.get(since.size() - 1)));
    }

    private static Optional<BigDecimal> number(String said) {
        return NUMBER.matcher(said).matches() ? Optional.of(new BigDecimal(said)) : Optional.empty();
    }
}
