package io.kaizen.sync.domain.redaction;

import java.util.Objects;

/**
 * Text at which a secret begins, wherever in a string it stands.
 *
 * @param text not empty, on one line, without angle brackets
 * @param extent how far the secret reaches
 * @param anyCase whether upper and lower case mean the same
 */
public record TokenMarker(String text, Extent extent, boolean anyCase) {

    /** What becomes a placeholder. A word ends in front of white space, a quote or a closing parenthesis. */
    public enum Extent {
        /** From the marker to the end of its word. */
        WORD,
        /** From the marker, which ends in a blank, to the end of the next word of the line. */
        NEXT_WORD,
        /** To the end of the word; and the next two words of the line too: an authentication scheme and what proves it. */
        CREDENTIALS
    }

    /** @throws IllegalArgumentException if the text is not as it must be for that extent */
    public TokenMarker {
        Rules.requirePlain("token marker", text);
        Objects.requireNonNull(extent, "extent");
        if ((extent == Extent.NEXT_WORD) != text.endsWith(" ")) {
            throw new IllegalArgumentException(
                    "a token marker ends in a blank if the next word is meant, and only then: '" + text + "', "
                            + extent);
        }
    }

    /** A secret that begins with {@code text}, as {@code ghp_} does. */
    public static TokenMarker word(String text) {
        return new TokenMarker(text, Extent.WORD, false);
    }

    /** A secret behind {@code text} and its blank, as behind {@code "Bearer "}, in upper or lower case. */
    public static TokenMarker nextWord(String text) {
        return new TokenMarker(text, Extent.NEXT_WORD, true);
    }

    /** The header {@code text}, its colon included, in upper or lower case. */
    public static TokenMarker header(String text) {
        return new TokenMarker(text, Extent.CREDENTIALS, true);
    }
}
