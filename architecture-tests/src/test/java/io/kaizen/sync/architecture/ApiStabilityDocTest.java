package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the table in {@code docs/api-stability.md} complete: every package is there, as public or internal, and no other. */
class ApiStabilityDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOC = ROOT.resolve("docs/api-stability.md");

    /** Of what is published; what jOOQ generates included. */
    private static final List<String> SOURCES = List.of(
            "domain/src/main/java",
            "application/src/main/java",
            "adapters-persistence/src/main/java",
            "adapters-persistence/target/generated-sources",
            "adapters-http/src/main/java",
            "adapters-telemetry/src/main/java",
            "bootstrap/src/main/java",
            "testkit/src/main/java");

    private static final Pattern SOURCE = Pattern.compile(".*/io/kaizen/sync/(.+)/\\w+\\.java");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.+?`) \\| (public|internal)");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+?)(\\.\\*)?`");

    private static Set<String> packages = Set.of();

    /** As they stand there; those that end in a dot stand for all below them. */
    private static final Set<String> TOLD = new TreeSet<>();

    @BeforeAll
    static void read() throws IOException {
        packages = new TreeSet<>();
        for (String sources : SOURCES) {
            packages.addAll(packagesIn(ROOT.resolve(sources)));
        }
        Matcher row = ROW.matcher(Files.readString(DOC));
        while (row.find()) {
            NAME.matcher(row.group(1))
                    .results()
                    .forEach(name -> TOLD.add(name.group(1) + (name.group(2) == null ? "" : ".")));
        }
    }

    private static Set<String> packagesIn(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> SOURCE.matcher(file.toString()))
                    .filter(Matcher::matches)
                    .map(source -> source.group(1).replace('/', '.'))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyPackageIsPublicOrInternal() {
        assertThat(packages).isNotEmpty().allSatisfy(name -> assertThat(TOLD).anyMatch(told -> covers(told, name)));
    }

    @Test
    void everyPackageThatIsToldOfIsThere() {
        assertThat(TOLD).isNotEmpty().allSatisfy(told -> assertThat(packages).anyMatch(name -> covers(told, name)));
    }

    private static boolean covers(String told, String name) {
        return told.endsWith(".") ? (name + ".").startsWith(told) : name.equals(told);
    }
}
