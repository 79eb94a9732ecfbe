package io.kaizen.sync.domain.outcome;

import io.kaizen.sync.domain.secret.Secret;
import java.util.Locale;

/** Makes text from outside fit to be shown: without the token, on one line, without control characters, and short. */
public final class ServerWords {

    private static final int MAX_LENGTH = 512;
    private static final String CUT = "…";

    private ServerWords() {}

    /** Returns {@code text} in at most {@value #MAX_LENGTH} characters. */
    public static String tame(String text, Secret token) {
        return tame(text, token, MAX_LENGTH);
    }

    /** Returns {@code text} in at most {@code maxLength} characters. */
    public static String tame(String text, Secret token, int maxLength) {
        StringBuilder tame = new StringBuilder();
        token.scrub(text)
                .strip()
                .codePoints()
                .takeWhile(c -> tame.length() <= maxLength)
                .forEach(c -> append(tame, c));
        return tame.length() <= maxLength ? tame.toString() : shorten(tame, maxLength);
    }

    private static void append(StringBuilder tame, int codePoint) {
        if (isHarmless(codePoint)) {
            tame.appendCodePoint(codePoint);
        } else if (codePoint == '\n') {
            tame.append("\\n");
        } else if (codePoint == '\r') {
            tame.append("\\r");
        } else if (codePoint == '\t') {
            tame.append("\\t");
        } else {
            tame.append(String.format(Locale.ROOT, "\\u{%x}", codePoint));
        }
    }

    /** Line separators, escape sequences and marks that turn the direction of writing are not. */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String shorten(StringBuilder tame, int maxLength) {
        int end = maxLength - CUT.length();
        return tame.substring(0, Character.isLowSurrogate(tame.charAt(end)) ? end - 1 : end) + CUT;
    }
}
