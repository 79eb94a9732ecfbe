package io.kaizen.sync.bootstrap.cli;

import io.kaizen.sync.bootstrap.config.ExporterForm;
import io.kaizen.sync.bootstrap.config.ExporterForm.Field;
import io.kaizen.sync.bootstrap.console.Questions;
import io.kaizen.sync.domain.secret.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Fills in a form for an exporter: from what is given, from the environment, or by asking; without a person all must be there. */
final class ExporterDialogue {

    private final Optional<Questions> questions;
    private final Map<String, String> env;

    /** @param questions empty where nobody is to be asked */
    ExporterDialogue(Optional<Questions> questions, Map<String, String> env) {
        this.questions = Objects.requireNonNull(questions, "questions");
        this.env = Map.copyOf(env);
    }

    /** The form for {@code type}; where that is empty, for the one that the person chooses. */
    ExporterForm choose(Optional<String> type) {
        String types = String.join(", ", ExporterForm.types());
        String wanted = type.orElseGet(() -> questions
                .map(person -> answered(person.ask("Type (" + types + ")")))
                .orElseThrow(() -> CommandException.usage("missing --type: one of " + types)));
        return ExporterForm.of(wanted)
                .orElseThrow(() -> CommandException.usage("unknown type '" + wanted + "'; known are " + types));
    }

    /**
     * The values of {@code form}, by key: those that are {@code given}, and for the others what is answered. What the environment gives
     * is not asked for.
     */
    Map<String, Secret> fill(ExporterForm form, Map<String, Secret> given) {
        Map<String, Secret> values = new LinkedHashMap<>(given);
        for (Field field : form.fields()) {
            if (!values.containsKey(field.key()) && variableOf(field).isEmpty()) {
                ask(field).ifPresent(answer -> values.put(field.key(), answer));
            }
        }
        return values;
    }

    /** The variable that gives the field's value here, if one does. */
    Optional<String> variableOf(Field field) {
        return field.variable()
                .flatMap(name -> Optional.of(name)
                        .filter(this::isSet)
                        .or(() -> Optional.of("KAIZEN_" + name).filter(this::isSet)));
    }

    private boolean isSet(String variable) {
        return !env.getOrDefault(variable, "").isEmpty();
    }

    private Optional<Secret> ask(Field field) {
        if (questions.isEmpty()) {
            if (field.isRequired()) {
                throw missing(field);
            }
            return Optional.empty();
        }
        Questions person = questions.get();
        while (true) {
            Secret answer = field.isSecret()
                    ? answered(person.askSecret(capitalised(field.label())))
                    : Secret.of(answered(person.ask(question(field))));
            if (!answer.isEmpty() || !field.isRequired()) {
                return Optional.of(answer).filter(typed -> !typed.isEmpty());
            }
        }
    }

    private static String question(Field field) {
        String usual = field.usual().isEmpty() ? "" : " [" + field.usual() + "]";
        return capitalised(field.label()) + usual;
    }

    private static CommandException missing(Field field) {
        String flag = field.flag();
        String others = field.isSecret() ? ", " + flag + "-file or " + flag + "-env" : "";
        String variable = field.variable().map(name -> "; or set " + name).orElse("");
        return CommandException.usage("missing " + flag + others + variable);
    }

    private static <T> T answered(Optional<T> answer) {
        return answer.orElseThrow(() -> CommandException.usage("there was no answer; nothing is changed"));
    }

    private static String capitalised(String label) {
        return Character.toUpperCase(label.charAt(0)) + label.substring(1);
    }
}
