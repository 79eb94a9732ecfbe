package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.kaizen.sync.adapter.http.HttpIngest;
import io.kaizen.sync.adapter.persistence.sqlite.SqliteOutbox;
import io.kaizen.sync.application.embed.OutboxSync;
import io.kaizen.sync.domain.kind.BatchKind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerTest {

    private static final Pattern JAR = Pattern.compile("jar:(file:.*/([^/]+?)-\\d[^/]*\\.jar)!.*");

    /** What three modules bring along, and why: docs/dependencies.md. */
    private static final Set<String> EXPECTED = Set.of(
            "commons-codec",
            "httpclient5",
            "httpcore5",
            "httpcore5-h2",
            "jackson-core",
            "java-uuid-generator",
            "jooq",
            "jspecify",
            "kaizen-sync-adapters-http",
            "kaizen-sync-adapters-persistence",
            "kaizen-sync-application",
            "kaizen-sync-domain",
            "kaizen-sync-flyway",
            "r2dbc-spi",
            "reactive-streams",
            "resilience4j-core",
            "resilience4j-ratelimiter",
            "resilience4j-retry",
            "slf4j-api",
            "sqlite-jdbc");

    @TempDir
    Path folder;

    /** What an image of the JDK's modules needs, as docs/embed.md says. */
    private static final String MODULES_OF_THE_JDK =
            "java.sql.rowset,java.naming,java.security.jgss,jdk.net,jdk.crypto.ec,jdk.unsupported";

    @Test
    void tenLinesSendARow() throws Exception {
        assertSends(Consumer::main);
    }

    @Test
    void e4_theConsumerRunsFromTheModulePathAsAModuleOfItsOwn() throws Exception {
        String libraries = libraries().values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        Path descriptor = Files.writeString(folder.resolve("module-info.java"), """
                module com.example.consumer {
                    requires io.kaizen.sync.adapter.http;
                    requires io.kaizen.sync.adapter.persistence;
                }
                """);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err,
                "-p", libraries, "-d", classes.toString(), descriptor.toString(), "src/main/java/com/example/Consumer.java");
        assertEquals(0, compiled);

        assertSends(arguments -> {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--limit-modules", MODULES_OF_THE_JDK + ",com.example.consumer",
                    "-p", libraries + File.pathSeparator + classes,
                    "-m", "com.example.consumer/com.example.Consumer"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            assertEquals(0, process.waitFor(), output);
        });
    }

    @Test
    void e2_aHostGetsNoFlywayThatItDidNotAskFor() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.flywaydb.core.Flyway"));
        assertNull(getClass().getClassLoader().getResource("META-INF/services/org.flywaydb.core.extensibility.Plugin"));
    }

    private interface Main {
        void run(String[] arguments) throws Exception;
    }

    private void assertSends(Main consumer) throws Exception {
        List<String> posts = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean post = exchange.getRequestMethod().equals("POST");
            if (post) {
                posts.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            }
            exchange.sendResponseHeaders(post ? 202 : 404, -1); // It has no configuration to offer, as few have.
            exchange.close();
        });
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
            consumer.run(new String[] {folder.resolve("outbox.db").toString(), endpoint, "t0ken", "ab".repeat(32)});
        } finally {
            server.stop(0);
        }

        assertEquals(List.of("/v1/workspace-facts Bearer t0ken"), posts);
    }

    @Test
    void theModulesBringNothingAlongThatTheyDoNotNeed() throws IOException {
        assertEquals(new TreeSet<>(EXPECTED), libraries().keySet());
    }

    @Test
    void eachModuleHasAStableNameForTheModulePath() throws Exception {
        assertEquals("io.kaizen.sync.domain", moduleOf(BatchKind.class));
        assertEquals("io.kaizen.sync.application", moduleOf(OutboxSync.class));
        assertEquals("io.kaizen.sync.adapter.persistence", moduleOf(SqliteOutbox.class));
        assertEquals("io.kaizen.sync.adapter.http", moduleOf(HttpIngest.class));
    }

    @Test
    void onTheModulePathNoPackageIsInTwoOfThemAndNothingIsMissing() throws Exception {
        ModuleFinder ours = ModuleFinder.of(libraries().values().toArray(Path[]::new));
        Set<String> names = ours.findAll().stream().map(module -> module.descriptor().name()).collect(Collectors.toSet());

        Configuration resolved = ModuleLayer.boot().configuration().resolve(ours, ModuleFinder.of(), names);

        assertEquals(EXPECTED.size(), resolved.modules().size());
    }

    /** The name as the JDK derives it from the jar; a jar without a stable one would be named after its file. */
    private static String moduleOf(Class<?> type) throws Exception {
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (InputStream in = new URL("jar:" + jar.toUri() + "!/META-INF/MANIFEST.MF").openStream()) {
            assertTrue(new Manifest(in).getMainAttributes().containsKey(new Name("Automatic-Module-Name")));
        }
        return ModuleFinder.of(jar).findAll().iterator().next().descriptor().name();
    }

    /** Jars on the class path, by their names without versions, but for those of the test. */
    private static SortedMap<String, Path> libraries() throws IOException {
        SortedMap<String, Path> jars = new TreeMap<>();
        for (URL manifest : Collections.list(ConsumerTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            Matcher jar = JAR.matcher(manifest.toString());
            if (jar.find() && !isOfTheTest(manifest.toString())) {
                jars.put(jar.group(2), Path.of(URI.create(jar.group(1))));
            }
        }
        return jars;
    }

    private static boolean isOfTheTest(String jar) {
        return jar.contains("/org/junit/") || jar.contains("/opentest4j/") || jar.contains("/apiguardian/") || jar.contains("surefire");
    }
}
