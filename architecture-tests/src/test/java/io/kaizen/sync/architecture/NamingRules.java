package io.kaizen.sync.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Names that say something, and packages that say whether null is meant. */
final class NamingRules {

    private NamingRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "noimplsuffix",
                        root -> noClasses()
                                .should()
                                .haveSimpleNameEndingWith("Impl")
                                .because("the name of an adapter says with what it does its work")),
                new Rule(
                        "noiprefix",
                        root -> noClasses()
                                .should()
                                .haveNameMatching(".*[.$]I[A-Z][a-z]\\w*")
                                .because("an interface is named after its role")),
                new Rule(
                        "nobuckets",
                        root -> noClasses()
                                .should()
                                .resideInAnyPackage(
                                        "..util..",
                                        "..utils..",
                                        "..common..",
                                        "..helper..",
                                        "..helpers..",
                                        "..misc..",
                                        "..models..")
                                .because("what has no better place than a bucket has no name yet")),
                new Rule(
                        "onename",
                        root -> classes()
                                .that()
                                .areTopLevelClasses()
                                .and()
                                .doNotHaveSimpleName("package-info")
                                .should(haveANameOfTheirOwn())
                                .because("who searches for a name wants to find one thing")),
                new Rule(
                        "nullmarked",
                        root -> classes()
                                .that()
                                .doNotHaveSimpleName("package-info")
                                .should(beInANullMarkedPackage())
                                .because("then only what may be null needs to be marked")));
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class.getName()))
                        .orElse(false);
                String message = item.getName() + " is in the package " + item.getPackageName() + ", which is "
                        + (marked ? "" : "not ") + "@NullMarked";
                events.add(new SimpleConditionEvent(item, marked, message));
            }
        };
    }

    private static ArchCondition<JavaClass> haveANameOfTheirOwn() {
        return new ArchCondition<>("have a simple name that no other top-level type has") {

            private final Map<String, String> seen = new HashMap<>();

            @Override
            public void init(Collection<JavaClass> all) {
                seen.clear();
            }

            @Override
            public void check(JavaClass item, ConditionEvents events) {
                String other = seen.putIfAbsent(item.getSimpleName(), item.getName());
                events.add(new SimpleConditionEvent(
                        item, other == null, item.getName() + " has the simple name of " + other));
            }
        };
    }
}
