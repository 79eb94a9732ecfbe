package io.kaizen.sync.adapter.persistence.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.application.port.out.store.OutboxFullException;
import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.policy.PendingLimits;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionRowQueueTest {

    private static final OwnerId OWNER = new OwnerId("order-7");
    private static final String PAYLOADS = "select payload from sync_outbox order by id";

    @TempDir
    Path folder;

    private Path file;
    private SqliteOutbox outbox;
    private Connection caller;

    @BeforeEach
    void open() throws SQLException {
        file = folder.resolve("shop.db");
        outbox = SqliteOutbox.open(file);
        TestFiles.execute(file, "create table orders (id integer primary key)");
        caller = connection();
    }

    private Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterEach
    void close() throws SQLException {
        caller.close();
        outbox.close();
    }

    @Test
    void aRollbackTakesTheRowsWithIt() throws SQLException {
        TestFiles.execute(caller, "insert into orders values (7)");
        outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"n\":1}", "{\"n\":2}"));

        caller.rollback();

        assertThat(TestFiles.query(file, PAYLOADS)).isEmpty();
        assertThat(outbox.admin().problems()).isEmpty();
    }

    @Test
    void rowsAreSeenByOthersWithTheCommitAndNotBefore() throws SQLException {
        outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"n\":1}"));
        List<String> before = TestFiles.query(file, PAYLOADS);

        caller.commit();

        assertThat(before).isEmpty();
        assertThat(TestFiles.query(file, "select session_id, kind, payload, typeof(payload), sent from sync_outbox"))
                .containsExactly("order-7|events|{\"n\":1}|text|0");
    }

    @Test
    void aThousandRowsGoInInOneCallInOrder() throws SQLException {
        String[] payloads =
                IntStream.range(0, 1_100).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new);

        long rows = outbox.within(caller).append(BatchKind.TOOL_SPANS, OWNER, rows(payloads));
        caller.commit();

        assertThat(rows).isEqualTo(1_100);
        assertThat(TestFiles.query(file, PAYLOADS)).containsExactly(payloads);
    }

    @Test
    void replacingRemovesTheOwnersPendingRowsOfThatKindAlone() throws SQLException {
        outbox.within(caller).append(BatchKind.TOOL_SPANS, OWNER, rows("{\"old\":1}"));
        outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"event\":1}"));
        outbox.within(caller).append(BatchKind.TOOL_SPANS, new OwnerId("order-8"), rows("{\"other\":1}"));
        caller.commit();
        TestFiles.execute(
                file,
                "insert into sync_outbox (session_id, kind, payload, sent) values"
                        + " ('order-7', 'tool_spans', '{\"sent\":1}', 1)");

        outbox.within(caller).replace(BatchKind.TOOL_SPANS, OWNER, rows("{\"new\":1}"));
        caller.commit();

        assertThat(TestFiles.query(file, PAYLOADS))
                .containsExactly("{\"event\":1}", "{\"other\":1}", "{\"sent\":1}", "{\"new\":1}");
    }

    @Test
    void aCallThatFailsLeavesNothingAndTheTransactionGoesOn() throws SQLException {
        outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"n\":1}"));
        Iterator<byte[]> broken = Stream.of("{\"n\":2}", "broken")
                .map(text -> {
                    if (text.equals("broken")) {
                        throw new IllegalArgumentException(text);
                    }
                    return text.getBytes(UTF_8);
                })
                .iterator();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> outbox.within(caller).replace(BatchKind.EVENTS, OWNER, broken));
        TestFiles.execute(caller, "insert into orders values (7)");
        caller.commit();

        assertThat(TestFiles.query(file, PAYLOADS)).containsExactly("{\"n\":1}");
        assertThat(TestFiles.query(file, "select id from orders")).containsExactly("7");
    }

    @Test
    void takesInNoMoreThanTheOutboxAllowsAndLeavesTheTransactionAsItWas() throws SQLException {
        try (SqliteOutbox small = SqliteOutbox.open(file, new PendingLimits(2, 0))) {
            small.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"n\":1}"));

            assertThatThrownBy(
                            () -> small.within(caller).append(BatchKind.EVENTS, OWNER, rows("{\"n\":2}", "{\"n\":3}")))
                    .isInstanceOf(OutboxFullException.class);
            caller.commit();
        }

        assertThat(TestFiles.query(file, PAYLOADS)).containsExactly("{\"n\":1}");
    }

    @Test
    void e3_worksInATransactionOfJooqsAndIsRolledBackWithIt() throws SQLException {
        try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            var context = DSL.using(own, SQLDialect.SQLITE);

            context.transaction(
                    t -> JooqTransactions.within(outbox, t.dsl()).append(BatchKind.EVENTS, OWNER, rows("{\"n\":1}")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.transaction(t -> {
                        JooqTransactions.within(outbox, t.dsl()).append(BatchKind.EVENTS, OWNER, rows("{\"n\":2}"));
                        throw new IllegalArgumentException("the caller's");
                    }));
        }

        assertThat(TestFiles.query(file, PAYLOADS)).containsExactly("{\"n\":1}");
    }

    /** Otherwise a program that hands in a connection would have to compile against jOOQ, to tell the overloads apart. */
    @Test
    void e3_whoCallsTheOutboxNeedsNoLibraryOfOurs() {
        assertThat(Arrays.stream(SqliteOutbox.class.getMethods())
                        .flatMap(method -> Stream.concat(
                                Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes())))
                        .map(Class::getName)
                        .filter(type -> type.contains(".")))
                .allMatch(type -> type.startsWith("java.") || type.startsWith("io.kaizen.sync."));
    }

    @Test
    void aConnectionWithoutATransactionIsRefused() throws SQLException {
        caller.setAutoCommit(true);

        assertThatIllegalStateException()
                .isThrownBy(() -> outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{}")))
                .withMessageContaining("auto-commit");
    }

    @Test
    void aConnectionToAnotherFileIsRefused() throws SQLException {
        Path other = folder.resolve("other.db");
        try (Connection elsewhere = DriverManager.getConnection("jdbc:sqlite:" + other);
                Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            elsewhere.setAutoCommit(false);
            memory.setAutoCommit(false);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> outbox.within(elsewhere).append(BatchKind.EVENTS, OWNER, rows("{}")))
                    .withMessageContaining("other.db")
                    .withMessageContaining("shop.db");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> outbox.within(memory).append(BatchKind.EVENTS, OWNER, rows("{}")))
                    .withMessageContaining("in memory");
        }
    }

    @Test
    void aTransactionThatBeganByReadingAndWasOvertakenIsToldWhatToDo() throws SQLException {
        assertThat(caller.createStatement()
                        .executeQuery("select count(*) from orders")
                        .next())
                .isTrue();
        TestFiles.execute(file, "insert into orders values (8)");

        assertThatExceptionOfType(OutboxStoreException.class)
                .isThrownBy(() -> outbox.within(caller).append(BatchKind.EVENTS, OWNER, rows("{}")))
                .withMessageContaining("IMMEDIATE")
                .matches(OutboxStoreException::isBusy);
    }

    @Test
    void anOldFileOfKaizensTakesEventsOnly() throws SQLException {
        Path old = folder.resolve("old.db");
        TestFiles.execute(
                old,
                "create table sync_outbox (id integer primary key autoincrement, session_id text not null,"
                        + " payload text not null, sent integer not null default 0)",
                "create table sync_state (k text primary key, v text not null)");
        try (SqliteOutbox oldOutbox = SqliteOutbox.open(old);
                Connection own = DriverManager.getConnection("jdbc:sqlite:" + old)) {
            own.setAutoCommit(false);
            oldOutbox.within(own).replace(BatchKind.EVENTS, OWNER, rows("{\"n\":1}"));

            assertThatExceptionOfType(OutboxStoreException.class)
                    .isThrownBy(() -> oldOutbox.within(own).append(BatchKind.TOOL_SPANS, OWNER, rows("{}")))
                    .withMessageContaining("events only");
            own.commit();
        }

        assertThat(TestFiles.query(old, PAYLOADS)).containsExactly("{\"n\":1}");
    }

    private static Iterator<byte[]> rows(String... payloads) {
        return Stream.of(payloads).map(text -> text.getBytes(UTF_8)).iterator();
    }
}
