package io.kaizen.sync.domain.redaction;

import java.util.function.UnaryOperator;

/**
 * Redacts a string. After drive prefixes, paths, tokens and e-mail addresses are replaced in one pass: the match that begins first
 * wins, and what it replaces is not looked at again. What stays is cut off from what is next to it by a placeholder, so that no
 * match can come about that was not there; placeholders themselves are passed over. Hence a second redaction finds nothing.
 * What is replaced may hold a marker whose secret lies behind it: the secret goes too ({@link TokenMarkers#reach}).
 *
 * <p>Linear in the text's length: each character is looked at a few times, whatever the text. Thread-safe if the hash is.
 */
final class TextRedactor {

    private static final int ASCII = 128;

    private final PathPrefixes paths;
    private final DriveRule drives;
    private final TokenMarkers markers;
    private final UnaryOperator<String> hash;
    private final boolean[] mayBegin = new boolean[ASCII];

    /** {@code hash} makes at least eight hex digits of the part of a path behind its prefix. */
    TextRedactor(RedactionRules rules, UnaryOperator<String> hash) {
        this.paths = new PathPrefixes(rules.pathPrefixes());
        this.drives = new DriveRule(paths);
        this.markers = new TokenMarkers(rules.tokenMarkers());
        this.hash = hash;
        for (char c = 0; c < ASCII; c++) {
            mayBegin[c] = c == '@' || c == '<' || PathPrefixes.isSeparator(c) || markers.mayBeginWith(c);
        }
    }

    /** The text itself where there is nothing to redact. */
    CharSequence redact(CharSequence text) {
        return new Pass(drives.redact(text)).run();
    }

    /** One pass over a text. */
    private final class Pass {

        private final CharSequence text;
        private final Rewriting rewriting;

        Pass(CharSequence text) {
            this.text = text;
            this.rewriting = new Rewriting(text);
        }

        CharSequence run() {
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                int next = c >= ASCII || mayBegin[c] ? redactAt(i, c) : i;
                i = Math.max(next, i + 1);
            }
            return rewriting.result();
        }

        /** Index behind what stood at {@code i}; {@code i} if nothing did. */
        private int redactAt(int i, char c) {
            int behindPlaceholder = Placeholders.end(text, i);
            if (behindPlaceholder > i) {
                return behindPlaceholder;
            }
            int behindPrefix = paths.end(text, i);
            if (behindPrefix > i) {
                return redactPath(i, behindPrefix);
            }
            TokenMarker marker = markers.at(text, i);
            if (marker != null) {
                return redactToken(marker, i);
            }
            return c == '@' ? redactEmail(i) : i;
        }

        private int redactPath(int start, int behindPrefix) {
            int end = Words.end(text, behindPrefix);
            String path = text.subSequence(behindPrefix, end).toString();
            return replace(start, end, Placeholders.ofPath(hash.apply(path), PathPrefixes.namesFile(path)));
        }

        private int redactEmail(int at) {
            int start = EmailRule.start(text, at, rewriting.boundary());
            int end = start == at ? at : EmailRule.end(text, at);
            return end == at ? at : replace(start, end, Placeholders.EMAIL);
        }

        private int redactToken(TokenMarker marker, int start) {
            if (marker.extent() == TokenMarker.Extent.NEXT_WORD) {
                int end = markers.reach(text, start, start + marker.text().length());
                replaceByTokens(start, end);
                return end;
            }
            return replace(start, Words.end(text, start + marker.text().length()), Placeholders.TOKEN);
        }

        /** Replaces what begins at {@code start} by {@code by}, and by tokens the secrets that a marker in it announces. */
        private int replace(int start, int end, String by) {
            int reach = markers.reach(text, start, end);
            rewriting.replace(start, end, by);
            replaceByTokens(Words.skipBlanks(text, end), reach);
            return reach;
        }

        /** One token for all between two quotes: quotes stay, or what is left would have half a pair of them. */
        private void replaceByTokens(int start, int end) {
            int i = start;
            while (i < end) {
                int quote = i;
                while (quote < end && !Words.isQuote(text.charAt(quote))) {
                    quote++;
                }
                int last = quote == end ? end : Words.withoutBlanksBefore(text, i, quote);
                if (last > i) {
                    rewriting.replace(i, last, Placeholders.TOKEN);
                }
                i = quote + 1;
            }
        }
    }
}
