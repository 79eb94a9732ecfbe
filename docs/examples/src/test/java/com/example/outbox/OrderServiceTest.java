package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class OrderServiceTest {

    private static final int ORDERS = 30;

    @TempDir
    Path folder;

    private OneServer server;
    private SQLiteDataSource database;
    private OutboxSync sync;
    private OrderService orders;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer();
        Path file = folder.resolve("shop.db");
        SqliteOutbox outbox = SqliteOutbox.open(file);
        sync = OutboxSync.builder(outbox, HttpIngest.to(server.endpoint(), Secret.of("t0ken")))
                .team("my-team", Secret.of("ab".repeat(32)))
                .build();
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id integer primary key, amount integer check (amount > 0))");
        }
        orders = new OrderService(database, outbox, sync);
    }

    @AfterEach
    void close() throws Exception {
        sync.close();
        server.close();
    }

    @Test
    void anOrderThatIsRefusedLeavesNoEventBehind() throws Exception {
        assertThatThrownBy(() -> orders.place(1, -5)).isInstanceOf(SQLException.class);

        assertThat(orderCount()).isZero();
        assertThat(sync.status().total().pending()).isZero();
        sync.flush();
        assertThat(server.requests()).isZero();
    }

    @Test
    void theEventOfAnOrderIsOnItsWayWithTheCommitLongBeforeTheIntervalIsOver() throws Exception {
        List<Long> times = new ArrayList<>();
        orders.place(1, 5);
        sync.start(Duration.ofHours(1));
        assertThat(server.awaitRequest()).isTrue(); // By the first flush, which finds it.

        for (int id = 2; id <= ORDERS; id++) {
            long start = System.nanoTime();
            orders.place(id, 5);
            assertThat(server.awaitRequest()).isTrue();
            times.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }

        assertThat(orderCount()).isEqualTo(ORDERS);
        // For docs/embed.md. A machine that has other things to do is no reason to fail.
        Collections.sort(times);
        System.out.println("from the beginning of the transaction to the server: median " + times.get(times.size() / 2)
                + " ms, longest " + times.get(times.size() - 1) + " ms");
    }

    private long orderCount() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from orders")) {
            return count.getLong(1);
        }
    }
}
