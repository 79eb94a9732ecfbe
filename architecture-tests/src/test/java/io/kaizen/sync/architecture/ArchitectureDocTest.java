package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/architecture.md} true: every class and method that it names is there. */
class ArchitectureDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.([a-z]\\w+))?`");
    private static final Pattern OF_A_LIBRARY = Pattern.compile("Retry|RateLimiter|Retry-After");

    /** Sources of our main code, by the simple name of their type. */
    private static final Map<String, Path> TYPES = new TreeMap<>();

    @BeforeAll
    static void findTypes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> TYPES.put(file.getFileName().toString().replace(".java", ""), file));
        }
    }

    @Test
    void everyClassAndMethodThatIsNamedIsThere() throws IOException {
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
        int count = 0;
        while (named.find()) {
            String type = named.group(1);
            if (!OF_A_LIBRARY.matcher(type).matches() && !type.equals("ArchitectureDocTest")) {
                assertThat(TYPES).as("types of main code").containsKey(type);
                assertHasMethod(TYPES.get(type), named.group(2));
                count++;
            }
        }
        assertThat(count).as("names that were found").isGreaterThan(30);
    }

    private static void assertHasMethod(Path source, String method) throws IOException {
        if (method != null) {
            assertThat(Files.readString(source)).as("%s", source).containsPattern("\\b" + method + "\\(");
        }
    }
}
