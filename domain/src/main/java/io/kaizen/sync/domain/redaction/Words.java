package io.kaizen.sync.domain.redaction;

/** Where words begin and end. */
final class Words {

    private Words() {}

    /** Unicode's White_Space, all of which lies in the first plane. */
    static boolean isWhite(char c) {
        return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
    }

    static boolean isLineBreak(char c) {
        return (c >= '\n' && c <= '\r') || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean endsWord(char c) {
        return isWhite(c) || isQuote(c) || c == ')';
    }

    /** Index behind the word, or the rest of one, that stands at {@code start}; {@code start} if there is none. */
    static int end(CharSequence text, int start) {
        int i = start;
        while (i < text.length() && !endsWord(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The same where only white space ends a word. */
    static int endByWhite(CharSequence text, int start) {
        int i = start;
        while (i < text.length() && !isWhite(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Index of the first character from {@code start} on that is not white space within the line. */
    static int skipBlanks(CharSequence text, int start) {
        int i = start;
        while (i < text.length() && isWhite(text.charAt(i)) && !isLineBreak(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The same, and one opening quote with a word behind it. */
    static int skipBlanksAndQuote(CharSequence text, int start) {
        int i = skipBlanks(text, start);
        boolean opens = i + 1 < text.length() && isQuote(text.charAt(i)) && !endsWord(text.charAt(i + 1));
        return opens ? i + 1 : i;
    }

    /** Index behind the last character in front of {@code end}, and not in front of {@code start}, that is not white space. */
    static int withoutBlanksBefore(CharSequence text, int start, int end) {
        int i = end;
        while (i > start && isWhite(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    static boolean startsWith(CharSequence text, int start, String prefix) {
        if (start + prefix.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text.charAt(start + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same without regard to case; {@code lowerCase} is in lower case. */
    static boolean startsWithAnyCase(CharSequence text, int start, String lowerCase) {
        if (start + lowerCase.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase(text.charAt(start + i)) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
