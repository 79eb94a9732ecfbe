package io.kaizen.sync.domain.redaction;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Says, value by value, what is left of a JSON document that is redacted; who holds the document walks
 * through it. A key is given to the {@link Keys} of its object, a string to {@link #redact}. A document that was redacted stays as
 * it is when it is redacted again. Thread-safe if its hash is; does not keep what it is given.
 */
public final class Redactor {

    /** What a masked value becomes, as a string. */
    public static final String MASKED = Placeholders.SECRET;

    private final RedactionRules rules;
    private final TextRedactor text;
    private final ShellLine shell;

    /**
     * Makes a redactor.
     *
     * @param workspace canonical absolute path of the workspace: the same path is another hash elsewhere
     * @param hash hashes paths; only its first eight digits are used
     */
    public Redactor(RedactionRules rules, String workspace, SaltedHash hash) {
        this.rules = Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(workspace, "workspace");
        Objects.requireNonNull(hash, "hash");
        this.text = new TextRedactor(rules, path -> hash.hexOf(workspace + "/" + path));
        this.shell = new ShellLine(rules);
    }

    /** What is left of {@code value}; the very same object where that is all of it. */
    public String redact(String value, Treatment treatment) {
        return switch (treatment) {
            case TEXT -> text.redact(value).toString();
            case SHELL_LINE -> redactShell(value, true).toString();
            case SHELL_ARGUMENTS -> redactShell(value, false).toString();
            case MASK, DROP -> MASKED;
        };
    }

    /** Arguments are masked as they were written, and again where a placeholder has joined two words to one that looks secret. */
    private CharSequence redactShell(CharSequence line, boolean beginsWithProgram) {
        CharSequence masked = shell.mask(line, beginsWithProgram);
        return shell.mask(text.redact(masked), beginsWithProgram);
    }

    /** For the keys of one more object. */
    public Keys keys() {
        return new Keys();
    }

    /**
     * A key of the redacted document.
     *
     * @param name the key itself; the very same object as the one that was given, where nothing of that is redacted
     * @param treatment what is to be done with its value
     */
    public record Key(String name, Treatment treatment) {

        public Key {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(treatment, "treatment");
        }
    }

    /** The keys of one object, in order: those that redaction has made the same are numbered, {@code #2} and so on. For one thread. */
    public final class Keys {

        private final Map<String, Integer> seen = new HashMap<>(0);

        private Keys() {}

        /** What becomes of the next key. */
        public Key next(String key) {
            String redacted = text.redact(key).toString();
            Treatment treatment = treatmentUnder(key);
            if (redacted.equals(key)) {
                return new Key(key, treatment);
            }
            Treatment next = treatmentUnder(redacted);
            int count = treatment == Treatment.DROP ? 1 : seen.merge(redacted, 1, Integer::sum);
            String name = count == 1 ? redacted : redacted + "#" + count;
            return new Key(name, next.compareTo(treatment) > 0 ? next : treatment);
        }
    }

    private Treatment treatmentUnder(String key) {
        String lowerCase = key.toLowerCase(Locale.ROOT);
        if (rules.droppedKeys().contains(lowerCase)) {
            return Treatment.DROP;
        }
        boolean isSecret = rules.secretKeys().contains(lowerCase)
                || rules.secretKeyEndings().stream().anyMatch(lowerCase::endsWith);
        if (isSecret) {
            return Treatment.MASK;
        }
        return rules.shellKeys().contains(lowerCase) ? Treatment.SHELL_LINE : Treatment.TEXT;
    }
}
