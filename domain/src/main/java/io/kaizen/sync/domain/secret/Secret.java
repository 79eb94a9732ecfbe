package io.kaizen.sync.domain.secret;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token or key that must never be shown. Its text leaves only through {@link #reveal}, so that a search for that name finds
 * every place that handles it.
 */
public final class Secret {

    private static final String MASK = "***";

    /** No server gives out a token that is shorter. */
    private static final int SHORT = 6;

    private final String text;

    private Secret(String text) {
        this.text = Objects.requireNonNull(text, "secret");
    }

    /** Wraps {@code text}. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself: for the wire, never for logs, messages or files. */
    public String reveal() {
        return text;
    }

    /** Whether there is nothing to keep secret. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * Returns {@code other} with every occurrence of this secret masked. One of less than {@value #SHORT} characters is masked only where
     * it is a word of its own: its letters are those of other words too, and a text without them says nothing any more.
     */
    public String scrub(String other) {
        if (text.isEmpty()) {
            return other;
        }
        if (text.length() >= SHORT) {
            return other.replace(text, MASK);
        }
        return Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}_])")
                .matcher(other)
                .replaceAll(Matcher.quoteReplacement(MASK));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Always the same three stars; nothing if the secret is empty. */
    @Override
    public String toString() {
        return text.isEmpty() ? "" : MASK;
    }
}
