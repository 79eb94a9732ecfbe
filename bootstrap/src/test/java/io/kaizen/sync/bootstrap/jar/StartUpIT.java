package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a start costs is what it loads: no command loads what it does not need. Counted, not timed. */
class StartUpIT {

    private static final String ROW = "{\"skill_slugs\":[],\"rule_slugs\":[]}";

    /** For a flush with something to send. */
    private static final List<String> FOR_SENDING =
            List.of("org.apache.hc.", "io.github.resilience4j.", "sun.security.ssl.");

    /** For a batch: its key, and the form of its rows. */
    private static final List<String> FOR_BATCHES =
            List.of("java.security.SecureRandom ", "io.kaizen.sync.adapter.http.row.JacksonRowEncoder ");

    private static final List<String> FOR_MIGRATING = List.of("io.kaizen.sync.flyway.");

    /** For a flush. */
    private static final List<String> FOR_WIRING = List.of("com.google.inject.", "com.google.common.");

    private static final List<String> FOR_MANY_QUERIES = List.of("org.jooq.impl.");

    /** For the exporter that sends OTLP. */
    private static final List<String> FOR_OTLP = List.of("com.google.protobuf.", "io.opentelemetry.proto.");

    /** For libraries that are left to find out by themselves what does not change. */
    private static final List<String> FOR_SEARCHING =
            List.of("org.sqlite.util.OSInfo ", "ch.qos.logback.classic.util.ContextInitializer ");

    @TempDir
    private Path folder;

    private CliFixture cli;

    @BeforeEach
    void makeAnOutboxThatIsUpToDate() {
        cli = new CliFixture(folder);
        cli.input("").run("enqueue", "--kind", "workspace_facts");
        cli.config("https://ingest.example");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandLoadsNothingThatItDoesNotNeed(List<String> command, List<List<String>> unneeded) throws Exception {
        String loaded = classesLoadedBy(command);

        assertThat(loaded).contains("io.kaizen.sync.bootstrap.Main ");
        assertThat(loaded.lines())
                .noneMatch(line -> unneeded.stream().flatMap(List::stream).anyMatch(line::startsWith));
    }

    @Test
    void whatIsFoundOutOnceIsNotSearchedForAgain() throws Exception {
        List<String> command = List.of(
                "enqueue",
                "--kind",
                "workspace_facts",
                "rows.ndjson",
                "--db",
                folder.resolve("new.db").toString());

        String first = classesLoadedBy(command);
        String second = classesLoadedBy(command);

        assertThat(first.lines()).anyMatch(line -> line.startsWith("org.sqlite.util.OSInfo "));
        assertThat(second.lines()).noneMatch(line -> FOR_SEARCHING.stream().anyMatch(line::startsWith));
    }

    static Stream<Arguments> commands() {
        List<List<String>> all = List.of(FOR_SENDING, FOR_BATCHES, FOR_MIGRATING, FOR_WIRING, FOR_MANY_QUERIES);
        List<List<String>> allButRows = List.of(FOR_SENDING, FOR_MIGRATING, FOR_WIRING, FOR_MANY_QUERIES);
        List<List<String>> allButQueries = List.of(FOR_SENDING, FOR_MIGRATING, FOR_WIRING);
        return Stream.of(
                argumentSet("status", List.of("status"), all),
                argumentSet("enqueue", List.of("enqueue", "--kind", "workspace_facts", "rows.ndjson"), allButRows),
                argumentSet("dead-letters list", List.of("dead-letters", "list"), allButQueries),
                argumentSet("verify", List.of("verify"), allButQueries),
                argumentSet(
                        "idle run --once",
                        List.of("run", "--once"),
                        List.of(FOR_SENDING, FOR_BATCHES, FOR_MIGRATING, FOR_MANY_QUERIES)));
    }

    @Test
    void aFlushThatSendsRowsLoadsNothingForQueriesThatItDoesNotMake() throws Exception {
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build())) {
            cli.config(server.url().toString(), "[[telemetry.exporters]]", "type = \"file\"");
            cli.input(ROW).run("enqueue", "--kind", "workspace_facts");

            String loaded = classesLoadedBy(List.of("run", "--once"));

            assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(1);
            assertThat(loaded.lines())
                    .anyMatch(line -> line.startsWith("org.apache.hc."))
                    .noneMatch(line -> FOR_MANY_QUERIES.stream().anyMatch(line::startsWith))
                    .noneMatch(line -> FOR_OTLP.stream().anyMatch(line::startsWith));
        }
    }

    @Test
    void onlyTheCommandThatIsNamedIsMade() throws Exception {
        assertThat(classesLoadedBy(List.of("status")).lines().filter(line -> line.matches(".*cli\\.\\w+Command .*")))
                .extracting(line -> line.replaceAll(".*\\.(\\w+) .*", "$1"))
                .containsExactlyInAnyOrder("KaizenSyncCommand", "StatusCommand");
    }

    @Test
    void strangersAreNoticedAtAll() throws Exception {
        String loaded = classesLoadedBy(
                List.of("run", "--once", "--db", folder.resolve("new.db").toString()));

        assertThat(loaded.lines()).anyMatch(line -> line.startsWith("io.kaizen.sync.flyway."));
        assertThat(loaded.lines()).anyMatch(line -> line.startsWith("com.google.inject."));
        assertThat(classesLoadedBy(List.of("dead-letters", "list")).lines())
                .anyMatch(line -> line.startsWith("org.jooq.impl."));
    }

    private String classesLoadedBy(List<String> command) throws Exception {
        Files.writeString(folder.resolve("rows.ndjson"), ROW);
        try (KaizenSyncJar jar = KaizenSyncJar.start(
                folder, List.of("-Xlog:class+load:stdout:none"), cli.arguments(command.toArray(String[]::new)))) {
            assertThat(jar.exitCode()).as(jar.err()).isZero();
            return jar.out();
        }
    }
}
