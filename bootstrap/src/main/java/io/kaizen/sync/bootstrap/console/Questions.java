package io.kaizen.sync.bootstrap.console;

import io.kaizen.sync.domain.secret.Secret;
import java.util.Optional;

/** Asks the person in front of the terminal. For one thread. */
public interface Questions {

    /**
     * Asks for a line.
     *
     * @return what was typed, without blanks around it, which may be nothing; empty if the person has left
     */
    Optional<String> ask(String question);

    /** The same for what must not be seen: it does not appear while it is typed. */
    Optional<Secret> askSecret(String question);

    /** Those at the terminal of the process, if there is one at both its input and its output. */
    static Optional<Questions> atTerminal(Console console) {
        return console.in() == System.in ? TerminalQuestions.ofProcess() : Optional.empty();
    }
}
