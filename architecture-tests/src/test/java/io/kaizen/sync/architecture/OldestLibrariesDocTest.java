package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The versions that {@code docs/dependencies.md} promises are those that the profile {@code matrix} runs the contracts on. */
class OldestLibrariesDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TESTED = Pattern.compile("<oldest\\.([\\w-]+)\\.version>([^<]+)<");
    private static final Pattern PROMISED = Pattern.compile("(?m)^\\| ([\\w-]+) \\| (\\d[\\w.-]*) \\| ");

    @Test
    void e1_thePromisedVersionsAreThoseThatTheMatrixTests() throws IOException {
        Map<String, String> tested = versions(TESTED, "pom.xml");

        assertThat(versions(PROMISED, "docs/dependencies.md")).isNotEmpty().isEqualTo(tested);
    }

    private static Map<String, String> versions(Pattern pattern, String file) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        Matcher version = pattern.matcher(Files.readString(ROOT.resolve(file)));
        while (version.find()) {
            versions.put(version.group(1), version.group(2));
        }
        return versions;
    }
}
