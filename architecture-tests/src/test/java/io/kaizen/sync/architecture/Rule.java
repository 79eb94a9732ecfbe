package io.kaizen.sync.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One rule of the architecture, for any code base that is laid out like ours.
 *
 * @param fixture last part of the package, below {@link CodeBase#FIXTURES}, of a small code base that breaks it
 * @param forRoot makes the rule for the code base whose packages begin with the argument
 */
record Rule(String fixture, Function<String, ArchRule> forRoot) {

    /** All of them. */
    static List<Rule> all() {
        return Stream.of(LayerRules.all(), LibraryRules.all(), PurityRules.all(), NamingRules.all())
                .flatMap(List::stream)
                .toList();
    }

    ArchRule under(String root) {
        return forRoot.apply(root);
    }

    @Override
    public String toString() {
        return fixture;
    }
}
