package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters do not depend on one another, so both HTTP clients have these classes. A mend of one is a mend of both. */
class TwinClassesTest {

    private static final Path INGEST =
            Path.of("../adapters-http/src/main/java/io/kaizen/sync/adapter/http/internal/transport");
    private static final Path EXPORTERS =
            Path.of("../adapters-telemetry/src/main/java/io/kaizen/sync/adapter/telemetry/http");

    @ParameterizedTest
    @ValueSource(strings = {"StrictConnection.java", "ThroughProxy.java"})
    void twinsDifferInTheirPackageAlone(String file) throws IOException {
        assertThat(withoutPackage(INGEST.resolve(file))).isEqualTo(withoutPackage(EXPORTERS.resolve(file)));
    }

    private static List<String> withoutPackage(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("package "))
                .toList();
    }
}
