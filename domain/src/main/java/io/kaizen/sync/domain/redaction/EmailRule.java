package io.kaizen.sync.domain.redaction;

/**
 * Finds e-mail addresses around an at sign: as wide as the usual expressions for them, so that none of these finds one in what is
 * left. {@code react@18.2.0} is none, since no letters follow a dot.
 */
final class EmailRule {

    private EmailRule() {}

    /** Index of the first character of the part in front of the sign at {@code at}; not less than {@code from}. */
    static int start(CharSequence text, int at, int from) {
        int i = at;
        while (i > from && isLocal(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    /** Index behind the domain; {@code at} if what follows the sign is none. */
    static int end(CharSequence text, int at) {
        int end = at + 1;
        while (end < text.length() && isDomain(text.charAt(end))) {
            end++;
        }
        boolean hasTopLevel = false;
        for (int i = at + 2; i + 2 < end && !hasTopLevel; i++) {
            hasTopLevel = text.charAt(i) == '.'
                    && Character.isLetter(text.charAt(i + 1))
                    && Character.isLetter(text.charAt(i + 2));
        }
        return hasTopLevel ? withoutPunctuation(text, end) : at;
    }

    /** A full stop behind an address is the sentence's. */
    private static int withoutPunctuation(CharSequence text, int end) {
        int i = end;
        while (!Character.isLetterOrDigit(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean isLocal(char c) {
        return isDomain(c) || c == '%' || c == '+';
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
}
