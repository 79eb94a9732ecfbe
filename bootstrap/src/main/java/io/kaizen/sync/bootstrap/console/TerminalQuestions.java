package io.kaizen.sync.bootstrap.console;

import io.kaizen.sync.domain.secret.Secret;
import java.util.Optional;

/** Asks at the terminal that the JVM has found. */
final class TerminalQuestions implements Questions {

    private final java.io.Console console;

    private TerminalQuestions(java.io.Console console) {
        this.console = console;
    }

    @SuppressWarnings("SystemConsoleNull") // it is null up to JDK 21, and what newer ones say instead is asked for too
    static Optional<Questions> ofProcess() {
        java.io.Console console = System.console();
        return console != null && Terminal.isConsole() ? Optional.of(new TerminalQuestions(console)) : Optional.empty();
    }

    @Override
    public Optional<String> ask(String question) {
        return Optional.ofNullable(console.readLine("%s: ", question)).map(String::strip);
    }

    @Override
    public Optional<Secret> askSecret(String question) {
        return Optional.ofNullable(console.readPassword("%s (not shown): ", question))
                .map(typed -> Secret.of(new String(typed).strip()));
    }
}
