package io.kaizen.sync.domain.redaction;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Redacts a string. After drive prefixes, paths, tokens and e-mail addresses are replaced in one pass: the match that begins first
 * wins, and what it replaces is not looked at again. What stays is cut off from what is next to it by a placeholder, so that no
 * match can come about that was not there; placeholders themselves are passed over. Hence a second redaction finds nothing.
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
            rewriting.replace(start, end, Placeholders.ofPath(hash.apply(path), PathPrefixes.namesFile(path)));
            return end;
        }

        private int redactEmail(int at) {
            int start = EmailRule.start(text, at, rewriting.boundary());
            int end = start == at ? at : EmailRule.end(text, at);
            if (end > at) {
                rewriting.replace(start, end, Placeholders.EMAIL);
            }
            return end;
        }

        private int redactToken(TokenMarker marker, int start) {
            int behindMarker = start + marker.text().length();
            return switch (marker.extent()) {
                case WORD -> replaceByToken(start, Words.end(text, behindMarker));
                case NEXT_WORD -> redactNextWord(start, behindMarker);
                case CREDENTIALS -> redactCredentials(replaceByToken(start, Words.end(text, behindMarker)));
            };
        }

        /** A quote between marker and word stays, or what is left would have half a pair of them. */
        private int redactNextWord(int start, int behindMarker) {
            int behind = behindLastOf(behindMarker);
            int word = Words.skipBlanks(text, behind);
            int quoted = Words.skipBlanksAndQuote(text, behind);
            if (quoted == word) {
                int end = Words.end(text, word);
                return replaceByToken(start, end > word ? end : behind);
            }
            replaceByToken(start, behind - 1);
            return markerAt(quoted) == null ? replaceByToken(quoted, Words.end(text, quoted)) : quoted;
        }

        /** {@code Bearer Bearer abc} is one token. */
        private int behindLastOf(int behindMarker) {
            int behind = behindMarker;
            int word = Words.skipBlanks(text, behind);
            TokenMarker again = markerAt(word);
            while (again != null && again.extent() == TokenMarker.Extent.NEXT_WORD) {
                behind = word + again.text().length();
                word = Words.skipBlanks(text, behind);
                again = markerAt(word);
            }
            return behind;
        }

        /** What stands behind a header's name, unless another marker or a placeholder says what it is. */
        private int redactCredentials(int behindName) {
            int scheme = Words.skipBlanksAndQuote(text, behindName);
            int end = Words.end(text, scheme);
            if (end == scheme || markerAt(scheme) != null || Placeholders.end(text, scheme) > scheme) {
                return behindName;
            }
            int proof = Words.skipBlanks(text, end);
            boolean hasProof = proof > end && markerAt(proof) == null && Words.end(text, proof) > proof;
            return replaceByToken(scheme, hasProof ? Words.end(text, proof) : end);
        }

        private int replaceByToken(int start, int end) {
            rewriting.replace(start, end, Placeholders.TOKEN);
            return end;
        }

        private @Nullable TokenMarker markerAt(int i) {
            return i < text.length() ? markers.at(text, i) : null;
        }
    }
}
