package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares {@code docs/dependencies.md} with what Maven resolves for each module, and prints a tree there anew with
 * {@code mvn -pl architecture-tests -am test -Dtest=DependenciesDocTest -Dsurefire.failIfNoSpecifiedTests=false -Ddependencies.rewrite=true}.
 */
class DependenciesDocTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOC = ROOT.resolve("docs/dependencies.md");
    private static final Pattern OURS = Pattern.compile("io\\.kaizen\\.sync:([\\w-]+):jar:[^:\\s]+(:\\w+)?");
    private static final Pattern OTHERS = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:([^:\\s]+):(\\w+)");
    /** Names of libraries in a drawn tree, without groups and versions. */
    private static final Pattern NAME = Pattern.compile("[\\w.-]+:([\\w.-]+):");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain",
                "application",
                "adapters-persistence",
                "adapters-http",
                "adapters-telemetry",
                "testkit",
                "bootstrap"
            })
    void theDocumentHasTheTreeThatMavenResolves(String module) throws IOException {
        Path resolved = ROOT.resolve(module).resolve("target/dependencies.txt");
        assumeTrue(Files.exists(resolved), "with -DskipChecks no tree is drawn");
        String tree = drawn(Files.readAllLines(resolved).stream().collect(Collectors.joining("\n")));
        if (Boolean.getBoolean("dependencies.rewrite")) {
            rewrite(module, tree);
        }

        assertThat(treeOf(module)).as("%s in %s", module, DOC).isEqualTo(tree);
    }

    /** A reason may speak of several, or of what one of them brings along. */
    @ParameterizedTest
    @ValueSource(
            strings = {"domain", "adapters-persistence", "adapters-http", "adapters-telemetry", "testkit", "bootstrap"})
    void everyDependencyOfItsOwnHasAReason(String module) throws IOException {
        String section = section(module);
        String reasons = section.substring(section.indexOf("| dependency | why |"));

        assertThat(treeOf(module).lines().filter(line -> line.startsWith("+- ") || line.startsWith("\\- ")))
                .filteredOn(line -> NAME.matcher(line).find())
                .filteredOn(line -> module.equals("domain") || !line.contains("jspecify"))
                .allSatisfy(line -> assertThat(reasons).contains(nameIn(line)));
    }

    private static String nameIn(String line) {
        return NAME.matcher(line)
                .results()
                .map(name -> name.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String drawn(String tree) {
        String ours = OURS.matcher(tree).replaceAll("$1");
        return OTHERS.matcher(ours).replaceAll(DependenciesDocTest::shortened);
    }

    private static String shortened(MatchResult library) {
        String scope = library.group(3).equals("compile") ? "" : " (" + library.group(3) + ")";
        return library.group(1) + ":" + library.group(2) + scope;
    }

    private static String treeOf(String module) throws IOException {
        String section = section(module);
        int begin = section.indexOf("```\n") + 4;
        return section.substring(begin, section.indexOf("\n```", begin));
    }

    private static String section(String module) throws IOException {
        String doc = Files.readString(DOC) + "\n## ";
        int begin = doc.indexOf("\n## " + module + "\n");
        assertThat(begin).as("a section on %s", module).isNotNegative();
        return doc.substring(begin, doc.indexOf("\n## ", begin + 1));
    }

    private static void rewrite(String module, String tree) throws IOException {
        String section = section(module);
        Files.writeString(DOC, Files.readString(DOC).replace(section, section.replace(treeOf(module), tree)));
    }
}
