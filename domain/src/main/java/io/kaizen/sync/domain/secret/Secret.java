package io.kaizen.sync.domain.secret;

import java.util.Objects;

/**
 * A token or key that must never be shown. Its text leaves only through {@link #reveal}, so that a search for that name finds
 * every place that handles it.
 */
public final class Secret {

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

    /** Returns {@code text} with every occurrence of this secret masked. */
    public String scrub(String other) {
        return text.isEmpty() ? other : other.replace(text, "***");
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
        return text.isEmpty() ? "" : "***";
    }
}
