package io.kaizen.sync.bootstrap.config;

/**
 * Text from the command line, the environment and names of files, which Java reads in the encoding of the locale. What the locale cannot
 * express, as anything outside of ASCII in the locale {@code C} of cron and systemd, is damaged before we see it.
 */
public final class LocaleText {

    /** Ends a sentence that begins with what was damaged. */
    public static final String UNREADABLE =
            "cannot be read as text in this locale; set LC_ALL to a UTF-8 locale such as C.UTF-8";

    /** What Java puts in place of bytes that it does not understand. */
    private static final char DAMAGE = '\uFFFD';

    private LocaleText() {}

    /** Whether {@code text} was damaged on its way here. */
    public static boolean isDamaged(String text) {
        return text.indexOf(DAMAGE) >= 0;
    }

    /**
     * Returns {@code text} as it is.
     *
     * @param what its name for the user; the text itself is not shown
     * @throws ConfigException if it was damaged
     */
    public static String requireWhole(String what, String text) {
        if (isDamaged(text)) {
            throw new ConfigException(what + " " + UNREADABLE);
        }
        return text;
    }

    /** Whether the locale has no more than ASCII. */
    static boolean isAscii() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return encoding.equals("ANSI_X3.4-1968") || encoding.equals("US-ASCII");
    }
}
