package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.bootstrap.config.ExporterForm;
import io.kaizen.sync.bootstrap.console.Questions;
import io.kaizen.sync.domain.secret.Secret;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExporterDialogueTest {

    private static final ExporterForm POSTHOG = ExporterForm.of("posthog").orElseThrow();
    private static final ExporterForm DATADOG = ExporterForm.of("datadog").orElseThrow();

    @Test
    void asksForTheTypeAndForWhatIsMissing() {
        Person person = new Person("posthog", "https://eu.i.posthog.com", "phc_1");
        ExporterDialogue dialogue = new ExporterDialogue(Optional.of(person), Map.of());

        ExporterForm form = dialogue.choose(Optional.empty());
        Map<String, Secret> values = dialogue.fill(form, Map.of());

        assertThat(form).isEqualTo(POSTHOG);
        assertThat(values)
                .isEqualTo(
                        Map.of("host", Secret.of("https://eu.i.posthog.com"), "project_api_key", Secret.of("phc_1")));
        assertThat(person.questions)
                .containsExactly(
                        "Type (file, posthog, datadog, otlp, dev)",
                        "Base URL of PostHog [https://us.i.posthog.com]",
                        "secret: Project API key");
    }

    @Test
    void nothingTypedMeansTheUsualValueAndForWhatIsNeededAnotherQuestion() {
        Person person = new Person("", "", "", "key", "");

        Map<String, Secret> values = new ExporterDialogue(Optional.of(person), Map.of()).fill(DATADOG, Map.of());

        assertThat(values).isEqualTo(Map.of("api_key", Secret.of("key")));
        assertThat(person.questions)
                .containsExactly(
                        "Datadog site [datadoghq.com]",
                        "secret: API key",
                        "secret: API key",
                        "secret: API key",
                        "Whole URL of the logs intake [that of the site]");
    }

    @Test
    void whatIsGivenOrInTheEnvironmentIsNotAskedFor() {
        Person person = new Person();
        Map<String, String> env = Map.of("POSTHOG_HOST", "https://p.example", "KAIZEN_POSTHOG_API_KEY", "k");

        assertThat(new ExporterDialogue(Optional.of(person), env).fill(POSTHOG, Map.of()))
                .isEmpty();
        assertThat(person.questions).isEmpty();
    }

    @Test
    void withoutAPersonWhatIsMissingIsNamedWithItsFlags() {
        ExporterDialogue dialogue = new ExporterDialogue(Optional.empty(), Map.of());

        assertThatThrownBy(() -> dialogue.choose(Optional.empty()))
                .hasMessage("missing --type: one of file, posthog, datadog, otlp, dev");
        assertThatThrownBy(() -> dialogue.choose(Optional.of("post")))
                .hasMessage("unknown type 'post'; known are file, posthog, datadog, otlp, dev");
        assertThatThrownBy(() -> dialogue.fill(POSTHOG, Map.of()))
                .hasMessage("missing --project-api-key, --project-api-key-file or --project-api-key-env;"
                        + " or set POSTHOG_API_KEY");
        assertThat(dialogue.fill(ExporterForm.of("file").orElseThrow(), Map.of()))
                .isEmpty();
    }

    @Test
    void aPersonWhoLeavesEndsIt() {
        ExporterDialogue dialogue = new ExporterDialogue(Optional.of(new Person("https://p.example")), Map.of());

        assertThatThrownBy(() -> dialogue.fill(POSTHOG, Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessage("there was no answer; nothing is changed");
    }

    /** Gives prepared answers, and then none. */
    private static final class Person implements Questions {

        private final Deque<String> answers;
        private final List<String> questions = new ArrayList<>();

        Person(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Optional<String> ask(String question) {
            questions.add(question);
            return Optional.ofNullable(answers.poll());
        }

        @Override
        public Optional<Secret> askSecret(String question) {
            questions.add("secret: " + question);
            return Optional.ofNullable(answers.poll()).map(Secret::of);
        }
    }
}
