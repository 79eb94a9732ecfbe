package io.kaizen.sync.domain.redaction;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Checks of rules: one that could match inside or across a placeholder would make a second redaction differ from the first. */
final class Rules {

    private Rules() {}

    static void requirePlain(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a " + what + " must not be blank");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<' || c == '>' || Words.isLineBreak(c) || Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "a " + what + " must be on one line, without angle brackets and emoji: '" + text + "'");
            }
        }
    }

    /** The same in lower case: keys are compared without regard to case. */
    static Set<String> lowerCase(String what, Collection<String> texts) {
        Set<String> lower = new LinkedHashSet<>();
        for (String text : texts) {
            requirePlain(what, text);
            lower.add(text.toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(lower);
    }
}
