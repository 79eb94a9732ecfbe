package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published refers only to what its readers have. */
class PublishedWordsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern UNPUBLISHED = Pattern.compile("(contract(,|.s)|\\()[\\s*]*sections?[\\s*]+\\d"
            + "|\\b(?!README|CHANGELOG|CONTRIBUTING)[A-Z]{4,}\\.md\\b");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain",
                "application",
                "adapters-persistence",
                "adapters-http",
                "adapters-telemetry",
                "bootstrap",
                "testkit"
            })
    void e8_noCommentRefersToADocumentThatNoReaderHas(String module) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(sources)
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(Files.readString(source)).doesNotContainPattern(UNPUBLISHED));
        }
    }
}
