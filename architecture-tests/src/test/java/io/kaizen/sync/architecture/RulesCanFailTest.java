package io.kaizen.sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule fails on a small code base that breaks it, and names the culprit: the class whose name begins with {@code Breaks}. */
class RulesCanFailTest {

    static List<Rule> rules() {
        return Rule.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByItsFixture(Rule rule) {
        JavaClasses fixture = CodeBase.breaking(rule);

        EvaluationResult result =
                rule.under(CodeBase.FIXTURES + "." + rule.fixture()).evaluate(fixture);

        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().getDetails()).isNotEmpty().allMatch(line -> line.contains("Breaks"));
    }
}
