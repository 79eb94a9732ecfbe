package io.kaizen.sync.bootstrap.console;

/** Makes text that others wrote fit for a terminal and a log file: one line, no control characters, of bounded length. */
public final class TextGuard {

    /** Longest line of ours, in characters. */
    static final int MAX_LENGTH = 2000;

    private static final String ELLIPSIS = "...";

    private TextGuard() {}

    /** Replaces line ends, tabs and control characters (escape sequences begin with one) by blanks, and cuts what is too long. */
    public static String oneLine(String text) {
        String cut = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - ELLIPSIS.length()) + ELLIPSIS;
        StringBuilder line = new StringBuilder(cut.length());
        cut.codePoints().map(c -> isHarmless(c) ? c : ' ').forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** Replaces what a terminal would obey by the replacement character, but for line ends and tabs. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> isHarmless(c) || c == '\n' || c == '\t' ? c : '\uFFFD')
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }

    /** Whether a terminal shows the character and does nothing else about it. Not so line ends and tabs. */
    public static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // FORMAT holds the marks that turn the direction of writing around.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
