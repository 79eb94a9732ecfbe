package io.kaizen.sync.adapter.persistence.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.row.OwnerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the libraries beneath us write into the log of a host that configures no log. */
class HostLogTest {

    @TempDir
    Path folder;

    @Test
    void e8_noLibraryGreetsInTheHostsLog() throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        folder.resolve("outbox.db").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(host.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> !isExpected(line))).containsExactly("0 problems");
    }

    /**
     * From 24 on the JVM warns of native code, which is for the host to allow. That jOOQ knows the version of SQLite can be silenced by
     * configuring its logger, and not otherwise.
     */
    private static boolean isExpected(String line) {
        return line.startsWith("WARNING: ")
                || line.contains("org.jooq.tools.JooqLogger")
                || line.startsWith("INFO: Version  ");
    }

    /** Makes the tables, enqueues within a transaction of its own and looks at the outbox. */
    static final class Host {

        private Host() {}

        public static void main(String[] args) throws Exception {
            Path file = Path.of(args[0]);
            try (SqliteOutbox outbox = SqliteOutbox.open(file);
                    Connection transaction = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                transaction.setAutoCommit(false);
                List<byte[]> rows = List.of("{}".getBytes(StandardCharsets.UTF_8));
                outbox.within(transaction).append(BatchKind.EVENTS, new OwnerId("me"), rows.iterator());
                transaction.commit();
                System.out.println(outbox.admin().problems().size() + " problems");
            }
        }
    }
}
