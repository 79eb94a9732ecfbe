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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class OrderServiceTest {

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
        orders.place(1, 5);
        sync.start(Duration.ofHours(1));
        assertThat(server.awaitRequest()).isTrue(); // The first flush, which has opened the connection.

        long start = System.nanoTime();
        orders.place(2, 5);
        boolean arrived = server.awaitRequest();
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();

        assertThat(arrived).isTrue();
        assertThat(orderCount()).isEqualTo(2);
        // For the figure in docs/embed.md. A machine that has other things to do is no reason to fail.
        System.out.println("from the beginning of the transaction to the server: " + millis + " ms");
    }

    private long orderCount() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from orders")) {
            return count.getLong(1);
        }
    }
}
