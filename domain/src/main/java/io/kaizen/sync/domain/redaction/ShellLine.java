package io.kaizen.sync.domain.redaction;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Replaces the arguments of a shell line that look secret. Words are split at white space alone, whatever is quoted: so the
 * boundaries of words do not depend on what is replaced. Linear in the line's length. Immutable.
 */
final class ShellLine {

    private final Set<String> secretWords;
    private final List<String> secretPrefixes;
    private final int longestPlain;
    private final TokenMarkers markers;

    ShellLine(RedactionRules rules) {
        this.secretWords = rules.secretArgumentWords();
        this.secretPrefixes = rules.secretArgumentPrefixes();
        this.longestPlain = rules.longestPlainArgument();
        this.markers = new TokenMarkers(rules.tokenMarkers());
    }

    /**
     * Replaces the secret words of {@code line}; the line itself if it has none.
     *
     * @param beginsWithProgram whether the first word is a program, which stays unless it is an assignment in front of one
     */
    CharSequence mask(CharSequence line, boolean beginsWithProgram) {
        Rewriting rewriting = new Rewriting(line);
        boolean isProgram = beginsWithProgram;
        int reach = 0;
        int i = skipWhite(line, 0);
        while (i < line.length()) {
            int end = Words.endByWhite(line, i);
            String bare = withoutQuotes(line, i, end);
            boolean isAssignment = isSecretAssignment(bare);
            end = isAssignment ? endOfQuotedValue(line, i, end) : end;
            reach = reachOfMarkers(line, i, end, reach);
            if (isAssignment || (!isProgram && (hasSecretPrefix(bare) || isLongAndOpaque(bare)))) {
                while (reach > end) {
                    end = Words.endByWhite(line, reach);
                    reach = reachOfMarkers(line, i, end, reach);
                }
                rewriting.replace(i, end, Placeholders.ARGUMENT);
            }
            isProgram = false;
            i = skipWhite(line, end);
        }
        return rewriting.result();
    }

    /** A masked word would hide markers and what they announce, so the words up to there are masked with it. */
    private int reachOfMarkers(CharSequence line, int start, int end, int reach) {
        return markers.reach(line, Math.max(start, reach), Math.max(end, reach));
    }

    private static int skipWhite(CharSequence line, int start) {
        int i = start;
        while (i < line.length() && Words.isWhite(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String withoutQuotes(CharSequence line, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Words.isQuote(line.charAt(from))) {
            from++;
        }
        while (to > from && Words.isQuote(line.charAt(to - 1))) {
            to--;
        }
        return line.subSequence(from, to).toString();
    }

    private boolean isSecretAssignment(String word) {
        if (word.indexOf('=') < 0) {
            return false;
        }
        String lowerCase = word.toLowerCase(Locale.ROOT);
        return secretWords.stream().anyMatch(lowerCase::contains);
    }

    private boolean hasSecretPrefix(String word) {
        return secretPrefixes.stream().anyMatch(word::startsWith);
    }

    /** Longer than words are, and nothing but what keys and hashes are written with. */
    private boolean isLongAndOpaque(String word) {
        return word.length() > longestPlain && word.chars().allMatch(ShellLine::isOpaque);
    }

    private static boolean isOpaque(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+/=_-".indexOf(c) >= 0;
    }

    /** In {@code KEY="a b"} the word is not all of the value. */
    private static int endOfQuotedValue(CharSequence line, int start, int end) {
        int quote = start;
        while (line.charAt(quote) != '=') {
            quote++;
        }
        quote++;
        if (quote >= end || !Words.isQuote(line.charAt(quote))) {
            return end;
        }
        for (int i = quote + 1; i < line.length(); i++) {
            if (line.charAt(i) == line.charAt(quote)) {
                return i < end ? end : Words.endByWhite(line, i);
            }
        }
        return end;
    }
}
