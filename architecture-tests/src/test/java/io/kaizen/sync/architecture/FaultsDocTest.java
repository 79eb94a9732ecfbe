package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/faults.md} true: every fault has its tests or its reason, and every test that carries a fault's letter and number
 * stands there.
 */
class FaultsDocTest {

    /** How many faults each letter has. */
    private static final Map<Character, Integer> FAULTS = Map.of('F', 141, 'B', 20, 'K', 10, 'O', 5, 'E', 8, 'R', 20);

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINE = Pattern.compile("\\| ([FBKOER]\\d+) \\| (.+?) \\| (.*) \\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#([fbkoer]\\d+_\\w+)`");
    private static final Pattern METHOD = Pattern.compile("\\bvoid ([fbkoer]\\d+_\\w+)\\(");
    private static final Pattern NUMBERS = Pattern.compile("\\G([fbkoer]\\d+)_");
    private static final int SHORTEST_REASON = 40;

    /** What stands in the last column, by the fault. */
    private static Map<String, String> shownBy = Map.of();

    /** Class and method of every test that carries a number. */
    private static Set<String> tests = Set.of();

    @BeforeAll
    static void read() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/faults.md"))) {
            Matcher fault = LINE.matcher(line);
            if (fault.matches()) {
                String before = lines.put(fault.group(1), fault.group(3));
                assertThat(before).as("%s stands there twice", fault.group(1)).isNull();
            }
        }
        shownBy = lines;
        tests = findTests();
    }

    private static Set<String> findTests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> found = new TreeSet<>();
            for (Path file : files.filter(FaultsDocTest::isTestSource).toList()) {
                String name = String.valueOf(file.getFileName()).replace(".java", "");
                Matcher method = METHOD.matcher(Files.readString(file));
                while (method.find()) {
                    found.add(name + "#" + method.group(1));
                }
            }
            return found;
        }
    }

    /** Contracts of ports, which are tests too, lie among the main sources of the testkit. */
    private static boolean isTestSource(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && (path.contains("/src/test/") || path.contains("/testkit/src/main/"));
    }

    @Test
    void everyFaultIsThere() {
        assertThat(shownBy.keySet())
                .containsExactlyInAnyOrderElementsOf(FAULTS.entrySet().stream()
                        .flatMap(letter -> IntStream.rangeClosed(1, letter.getValue())
                                .mapToObj(number -> letter.getKey() + "" + number))
                        .toList());
    }

    @Test
    void everyFaultHasATestOrAReason() {
        assertThat(shownBy).allSatisfy((fault, words) -> {
            boolean hasTest = NAMED.matcher(words).find();
            assertThat(hasTest || words.length() >= SHORTEST_REASON)
                    .as("%s names a test, or a reason in words: %s", fault, words)
                    .isTrue();
        });
    }

    @Test
    void everyNamedTestExistsAndCarriesTheNumber() {
        assertThat(shownBy)
                .allSatisfy((fault, words) -> assertThat(namedIn(words)).allSatisfy(test -> {
                    assertThat(tests).as("%s", fault).contains(test);
                    assertThat(numbersOf(test)).as("%s", test).contains(fault);
                }));
    }

    @Test
    void everyTestWithANumberStandsAtThatFault() {
        List<String> missing = new ArrayList<>();
        for (String test : tests) {
            for (String fault : numbersOf(test)) {
                if (!namedIn(shownBy.getOrDefault(fault, "")).contains(test)) {
                    missing.add(fault + " does not name " + test);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    private static Set<String> namedIn(String words) {
        return NAMED.matcher(words)
                .results()
                .map(named -> named.group(1) + "#" + named.group(2))
                .collect(Collectors.toSet());
    }

    private static Set<String> numbersOf(String test) {
        Matcher numbers = NUMBERS.matcher(test.substring(test.indexOf('#') + 1));
        Set<String> found = new TreeSet<>();
        while (numbers.find()) {
            found.add(numbers.group(1).toUpperCase(Locale.ROOT));
        }
        return found;
    }
}
