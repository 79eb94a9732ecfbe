package io.kaizen.sync.domain.redaction;

import java.util.List;

/** The places below which paths tell who somebody is. Immutable. */
final class PathPrefixes {

    private final List<String> prefixes;

    PathPrefixes(List<String> prefixes) {
        this.prefixes = List.copyOf(prefixes);
    }

    static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    /** Index behind the longest prefix that stands at {@code start}; {@code start} if none does. */
    int end(CharSequence text, int start) {
        int end = start;
        if (isSeparator(text.charAt(start))) {
            for (String prefix : prefixes) {
                if (start + prefix.length() > end && Words.startsWith(text, start, prefix)) {
                    end = start + prefix.length();
                }
            }
        }
        return end;
    }

    /** Whether the last part of a path has a dot. */
    static boolean namesFile(CharSequence path) {
        int i = path.length() - 1;
        while (i >= 0 && !isSeparator(path.charAt(i)) && path.charAt(i) != '.') {
            i--;
        }
        return i >= 0 && path.charAt(i) == '.';
    }
}
