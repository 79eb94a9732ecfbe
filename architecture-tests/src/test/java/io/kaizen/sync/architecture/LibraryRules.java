package io.kaizen.sync.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Each library in its place, and nowhere else. */
final class LibraryRules {

    private LibraryRules() {}

    static List<Rule> all() {
        Stream<Rule> homes =
                Arrays.stream(Library.values()).map(library -> new Rule(fixture(library), root -> rule(library, root)));
        return Stream.concat(homes, Stream.of(new Rule("twowaysforsql", LibraryRules::twoWaysForSql)))
                .toList();
    }

    /** Hot statements and jOOQ. */
    private static ArchRule twoWaysForSql(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".adapter.persistence..")
                .and()
                .doNotHaveSimpleName("HotStatements")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.sql\\.\\w*Statement")
                .because("a statement is jOOQ's, or hot and run by HotStatements; there is no third way");
    }

    private static String fixture(Library library) {
        return "library." + library.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static ArchRule rule(Library library, String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(library.homesUnder(root))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library.packages())
                .because("who uses one of our modules gets its libraries with it, and wants no others");
    }
}
