package io.kaizen.sync.domain.redaction;

/**
 * Replaces drive prefixes. Goes over the whole text before any other rule does: the drive's letter stays and becomes the first of
 * what follows, which may be a secret only then ({@code s:\k-…}). Linear in the text's length.
 */
final class DriveRule {

    private final PathPrefixes paths;

    DriveRule(PathPrefixes paths) {
        this.paths = paths;
    }

    CharSequence redact(CharSequence text) {
        Rewriting rewriting = new Rewriting(text);
        int i = 0;
        while (i < text.length()) {
            int next = endOfUntouched(text, i);
            if (next == i && isDrive(text, i)) {
                next = endOfDrive(text, i);
                rewriting.replace(i, next, Placeholders.DRIVE + text.charAt(i));
            }
            i = Math.max(next, i + 1);
        }
        return rewriting.result();
    }

    /** Paths keep their text: it is what gets hashed. */
    private int endOfUntouched(CharSequence text, int start) {
        int behindPrefix = paths.end(text, start);
        return behindPrefix == start ? Placeholders.end(text, start) : Words.end(text, behindPrefix);
    }

    /** A letter that no letter or digit precedes: {@code https://} has none. */
    private static boolean isDrive(CharSequence text, int start) {
        char letter = text.charAt(start);
        return ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'))
                && isColonAndSeparator(text, start + 1)
                && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)));
    }

    private static boolean isColonAndSeparator(CharSequence text, int start) {
        return start + 1 < text.length()
                && text.charAt(start) == ':'
                && PathPrefixes.isSeparator(text.charAt(start + 1));
    }

    /** The separator stays where a path begins with it. What is left must not look like a drive again: {@code c:\:\}. */
    private int endOfDrive(CharSequence text, int start) {
        int i = start + 1;
        while (isColonAndSeparator(text, i)) {
            i += 2;
            if (paths.end(text, i - 1) > i - 1) {
                return i - 1;
            }
        }
        return i;
    }
}
