package io.kaizen.sync.adapter.persistence.sqlite.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;

class SqliteFailuresTest {

    private static final Path FILE = Path.of("kaizen.db");

    static Stream<SQLException> outOfMemory() {
        return Stream.of(
                new SQLException("Out of memory"),
                new SQLException("out of memory", null, SQLiteErrorCode.SQLITE_NOMEM.code));
    }

    @ParameterizedTest
    @MethodSource("outOfMemory")
    void b11_theEndOfMemoryIsNoFaultOfTheDatabase(SQLException outOfMemory) {
        assertThatThrownBy(() -> SqliteFailures.of(outOfMemory, FILE))
                .isInstanceOf(OutOfMemoryError.class)
                .hasRootCause(outOfMemory);
    }

    @Test
    void anythingElseIs() {
        assertThat(SqliteFailures.of(new SQLException("odd"), FILE)).hasMessageContaining("failed: odd");
    }
}
