package com.example.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.application.event.FlushEvent.FlushEnded;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    private final Semaphore flushes = new Semaphore(0);
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
                .listener(event -> {
                    if (event instanceof FlushEnded) {
                        flushes.release();
                    }
                })
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
        List<Long> micros = new ArrayList<>();
        orders.place(1, 5);
        sync.start(Duration.ofHours(1));
        assertThat(server.awaitRequest()).isTrue(); // By the first flush, which finds it.

        for (int id = 2; id <= ORDERS; id++) {
            assertThat(flushes.tryAcquire(30, TimeUnit.SECONDS)).isTrue(); // It waits again for the end of the hour.
            orders.place(id, 5);
            long committed = System.nanoTime();
            assertThat(server.awaitRequest()).isTrue();
            micros.add(Duration.ofNanos(System.nanoTime() - committed).toNanos() / 1_000);
        }

        assertThat(orderCount()).isEqualTo(ORDERS);
        Collections.sort(micros);
        // A machine that has other things to do makes some of them late, but not nearly all.
        assertThat(micros.get(micros.size() / 4))
                .as("µs, a quarter of %s", micros)
                .isLessThan(100_000);
        // For docs/embed.md.
        System.out.printf(
                "from the commit to the server: median %d ms, 90 %% within %d ms%n",
                micros.get(micros.size() / 2) / 1_000, micros.get(micros.size() * 9 / 10) / 1_000);
    }

    private long orderCount() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from orders")) {
            return count.getLong(1);
        }
    }
}
