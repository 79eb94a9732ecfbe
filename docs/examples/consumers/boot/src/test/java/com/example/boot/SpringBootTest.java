package com.example.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.util.VersionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application with the versions that Boot manages. Built once for each Boot that is still maintained. */
class SpringBootTest {

    private static final List<String> OF_THE_HOST = List.of("flyway_schema_history", "orders");

    @TempDir
    Path folder;

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean post = exchange.getRequestMethod().equals("POST");
            if (post) {
                posts.add(exchange.getRequestURI().getPath());
            }
            exchange.sendResponseHeaders(post ? 202 : 404, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void e1_theVersionsAreThoseOfSpringBootAndNotOurs() {
        assertThat(SpringBootVersion.getVersion()).startsWith(System.getProperty("boot.line"));
        assertThat(VersionInfo.loadVersionInfo("org.apache.hc.client5", getClass().getClassLoader()).getRelease())
                .isEqualTo(System.getProperty("boot.httpclient5"));
    }

    @Test
    void e1_e2_aHostWithDatabaseAndFlywayOfItsOwnStartsAndSends() throws Exception {
        Path host = folder.resolve("host.db");
        Path outbox = folder.resolve("outbox.db");

        try (ConfigurableApplicationContext context = start(host, outbox)) {
            send(context);
        }

        assertThat(posts).containsExactly("/v1/workspace-facts");
        assertThat(tablesIn(host)).containsExactlyElementsOf(OF_THE_HOST);
        assertThat(tablesIn(outbox))
                .contains("outbox_schema_history", "sync_outbox")
                .doesNotContainAnyElementsOf(OF_THE_HOST);
    }

    @Test
    void e2_inOneFileTheHostsFlywayAndOursKeepAHistoryEach() throws Exception {
        Path file = folder.resolve("both.db");

        for (int start = 0; start < 2; start++) {
            try (ConfigurableApplicationContext context = start(file, file)) {
                send(context);
            }
        }

        assertThat(posts).hasSize(2);
        assertThat(tablesIn(file)).containsAll(OF_THE_HOST).contains("outbox_schema_history", "sync_outbox");
    }

    private ConfigurableApplicationContext start(Path host, Path outbox) {
        return SpringApplication.run(
                HostApplication.class,
                "--spring.datasource.url=jdbc:sqlite:" + host,
                "--outbox.file=" + outbox,
                "--outbox.endpoint=http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void send(ConfigurableApplicationContext context) {
        OutboxSync sync = context.getBean(OutboxSync.class);
        sync.enqueue(BatchKind.WORKSPACE_FACTS, new OwnerId("me"), List.of("{\"skill_slugs\":[],\"rule_slugs\":[]}"));
        sync.flush();
    }

    private static List<String> tablesIn(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")) {
            List<String> names = new ArrayList<>();
            while (found.next()) {
                names.add(found.getString(1));
            }
            return names;
        }
    }
}
