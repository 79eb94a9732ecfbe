package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules, and that what they speak of is there: a rule about nothing is always kept. */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION = CodeBase.production();

    static List<Rule> rules() {
        return Rule.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isKept(Rule rule) {
        rule.under(CodeBase.ROOT).check(PRODUCTION);
    }

    /** As {@link #isKept}, under the numbers of the faults that these two rules shut out. */
    @ParameterizedTest
    @ValueSource(strings = {"noendlesswait", "noserialisation"})
    void f129_f134_nothingWaitsWithoutALimitAndNoRowChoosesWhatRuns(String name) {
        Rule rule = rules().stream()
                .filter(each -> each.fixture().equals(name))
                .findFirst()
                .orElseThrow();

        rule.under(CodeBase.ROOT).check(PRODUCTION);
    }

    /** As {@link #isKept}, under the letter of the fault that this rule shuts out. */
    @Test
    void b8_nothingThatAMachineReadsDependsOnTheLocale() {
        Rule rule = rules().stream()
                .filter(each -> each.fixture().equals("nolocale"))
                .findFirst()
                .orElseThrow();

        rule.under(CodeBase.ROOT).check(PRODUCTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain.batch",
                "domain.kind",
                "domain.outcome",
                "domain.policy",
                "domain.report",
                "domain.row",
                "domain.secret",
                "application.embed",
                "application.event",
                "application.port.in",
                "application.port.out",
                "application.port.out.store",
                "application.flush",
                "application.export",
                "domain.claim",
                "adapter.http",
                "adapter.http.internal.transport",
                "adapter.http.row",
                "adapter.persistence.sqlite",
                "adapter.telemetry",
                "bootstrap",
                "bootstrap.cli",
                "bootstrap.config",
                "bootstrap.server",
                "bootstrap.wiring",
                "testkit",
            })
    void thePackageThatRulesSpeakOfHasClasses(String name) {
        Set<String> packages =
                PRODUCTION.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages).contains(CodeBase.ROOT + "." + name);
    }

    @ParameterizedTest
    @EnumSource
    void theLibraryThatARuleSpeaksOfIsUsedWhereItBelongs(Library library) {
        PackageMatcher itsPackages = PackageMatcher.of(library.packages());

        boolean used = PRODUCTION.stream()
                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                .anyMatch(dependency ->
                        itsPackages.matches(dependency.getTargetClass().getPackageName()));

        assertThat(used).as("some class depends on %s", library.packages()).isTrue();
    }

    @Test
    void noRuleIsThereTwice() {
        assertThat(rules()).extracting(Rule::fixture).doesNotHaveDuplicates();
    }
}
