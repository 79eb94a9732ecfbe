package io.kaizen.sync.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which module may know which: {@code bootstrap → adapters → application → domain}. */
final class LayerRules {

    private static final String[] JDK = {"java..", "org.jspecify.annotations.."};

    private static final DescribedPredicate<JavaClass> VALUES = DescribedPredicate.<JavaClass>describe(
                    "records", JavaClass::isRecord)
            .or(DescribedPredicate.describe("enums", JavaClass::isEnum))
            .or(assignableTo(RuntimeException.class)) // the JDK is not read, so nothing says that this is an Exception
            .or(assignableTo(Exception.class))
            .as("records, enums or exceptions");

    private LayerRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "domainonjdk",
                        root -> classes()
                                .that()
                                .resideInAPackage(root + ".domain..")
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(with(JDK, root + ".domain.."))
                                .because("the domain depends on the JDK alone")),
                new Rule(
                        "applicationondomain",
                        root -> classes()
                                .that()
                                .resideInAPackage(root + ".application..")
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(with(JDK, root + ".domain..", root + ".application.."))
                                .because("the application knows the domain and its own ports, and nothing else")),
                new Rule(
                        "portswithoutservices",
                        root -> noClasses()
                                .that()
                                .resideInAPackage(root + ".application.port..")
                                .should()
                                .dependOnClassesThat(useCasesOf(root))
                                .because("a port is what others implement or call, whoever serves it")),
                new Rule(
                        "adaptersonports",
                        root -> noClasses()
                                .that()
                                .resideInAPackage(root + ".adapter..")
                                .should()
                                .dependOnClassesThat(useCasesOf(root))
                                .because("adapters know the ports, not who uses them")),
                new Rule(
                        "adaptersapart",
                        root -> slices().matching(root + ".adapter.(*)..")
                                .should()
                                .notDependOnEachOther()
                                .because("each adapter can be replaced without the others noticing")),
                new Rule(
                        "internalathome",
                        root -> classes()
                                .should(useOnlyTheirOwnModulesInternals(root))
                                .because("an internal class is public only for other packages of its module")),
                new Rule(
                        "bootstraponlyontop",
                        root -> noClasses()
                                .that()
                                .resideOutsideOfPackage(root + ".bootstrap..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(root + ".bootstrap..")
                                .because("only bootstrap knows them all, and nobody knows bootstrap")),
                new Rule(
                        "testkitaside",
                        root -> noClasses()
                                .that()
                                .resideOutsideOfPackage(root + ".testkit..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(root + ".testkit..")
                                .because("nothing that ships needs the testkit")),
                new Rule(
                        "testkitonapplication",
                        root -> noClasses()
                                .that()
                                .resideInAPackage(root + ".testkit..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(root + ".adapter..", root + ".bootstrap..")
                                .because("adapters are tested with the testkit; the other direction is a cycle")),
                new Rule(
                        "nothingoutside",
                        root -> classes()
                                .should()
                                .resideInAnyPackage(
                                        root + ".domain..",
                                        root + ".application..",
                                        root + ".adapter.(*)..",
                                        root + ".bootstrap..",
                                        root + ".testkit..")
                                .because("a class outside of the layers would escape the rules about them")),
                new Rule(
                        "nocycles",
                        root -> slices().matching(root + ".(**)")
                                .should()
                                .beFreeOfCycles()
                                .because("packages that need each other are one package")),
                new Rule(
                        "portsareinterfaces",
                        root -> classes()
                                .that()
                                .resideInAPackage(root + ".application.port..")
                                .and()
                                .doNotHaveSimpleName("package-info")
                                .should(be(
                                        INTERFACES.or(VALUES).as("interfaces, or values: records, enums, exceptions")))
                                .because("a port is a promise; what does the work is an adapter or a service")));
    }

    private static ArchCondition<JavaClass> useOnlyTheirOwnModulesInternals(String root) {
        PackageMatcher internal = PackageMatcher.of(root + "..internal..");
        return new ArchCondition<>("use internal packages of their own module alone") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    boolean isForeign = internal.matches(target.getPackageName())
                            && !moduleOf(item, root).equals(moduleOf(target, root));
                    events.add(new SimpleConditionEvent(item, !isForeign, dependency.getDescription()));
                }
            }
        };
    }

    /** The module that a class of ours is in: a layer, or one of the adapters. */
    private static String moduleOf(JavaClass item, String root) {
        Matcher module = Pattern.compile(Pattern.quote(root) + "\\.(adapter\\.\\w+|\\w+).*")
                .matcher(item.getPackageName());
        return module.matches() ? module.group(1) : item.getPackageName();
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** All of the application but its ports. */
    private static DescribedPredicate<JavaClass> useCasesOf(String root) {
        return resideInAPackage(root + ".application..")
                .and(not(resideInAPackage(root + ".application.port..")))
                .as("reside in the application behind its ports");
    }
}
