package io.kaizen.sync.domain.redaction;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts at which secrets begin, made ready for scanning. Immutable. */
final class TokenMarkers {

    /** In lower case where case does not matter. The longest first, so that it wins over one that it begins with. */
    private final List<TokenMarker> markers;

    TokenMarkers(List<TokenMarker> markers) {
        this.markers = markers.stream()
                .map(TokenMarkers::readyToCompare)
                .sorted(Comparator.comparingInt(
                                (TokenMarker marker) -> marker.text().length())
                        .reversed())
                .toList();
    }

    private static TokenMarker readyToCompare(TokenMarker marker) {
        String text = marker.anyCase() ? marker.text().toLowerCase(Locale.ROOT) : marker.text();
        return new TokenMarker(text, marker.extent(), marker.anyCase());
    }

    /** Whether some marker begins with {@code c}; cheap, and true of few characters. */
    boolean mayBeginWith(char c) {
        for (TokenMarker marker : markers) {
            char first = marker.text().charAt(0);
            if (first == c || (marker.anyCase() && first == Character.toLowerCase(c))) {
                return true;
            }
        }
        return false;
    }

    /** The marker that stands at {@code start}; null if none does. */
    @Nullable
    TokenMarker at(CharSequence text, int start) {
        for (TokenMarker marker : markers) {
            boolean stands = marker.anyCase()
                    ? Words.startsWithAnyCase(text, start, marker.text())
                    : Words.startsWith(text, start, marker.text());
            if (stands) {
                return marker;
            }
        }
        return null;
    }

    /**
     * Index behind the last secret that a marker announces which begins between {@code start} and {@code end}, or within such a
     * secret; {@code end} if none reaches further. A secret that begins with a marker of its own is left to that marker.
     *
     * <p>Linear in what it passes over: the end of a word is looked for once, however many markers the word has.
     */
    int reach(CharSequence text, int start, int end) {
        int reach = end;
        int wordEnd = start;
        int header = -1;
        for (int i = start; i < reach; i++) {
            TokenMarker marker = at(text, i);
            if (marker == null) {
                continue;
            }
            int behind = i + marker.text().length();
            if (marker.extent() == TokenMarker.Extent.NEXT_WORD) {
                int word = Words.skipBlanksAndQuote(text, behind);
                int nextEnd = Words.end(text, word);
                reach = Math.max(reach, nextEnd > word ? nextEnd : behind);
                continue;
            }
            wordEnd = behind > wordEnd ? Words.end(text, behind) : wordEnd;
            reach = Math.max(reach, wordEnd);
            if (marker.extent() == TokenMarker.Extent.CREDENTIALS && header != wordEnd) {
                header = wordEnd;
                reach = Math.max(reach, endOfCredentials(text, wordEnd));
            }
        }
        return reach;
    }

    /** Behind scheme and proof, unless another marker says what they are; {@code behindName} if there are none. */
    private int endOfCredentials(CharSequence text, int behindName) {
        int scheme = Words.skipBlanksAndQuote(text, behindName);
        int end = Words.end(text, scheme);
        if (end == scheme || at(text, scheme) != null || Placeholders.end(text, scheme) == end) {
            return behindName;
        }
        int proof = Words.skipBlanks(text, end);
        boolean hasProof = proof > end && Words.end(text, proof) > proof && at(text, proof) == null;
        return hasProof ? Words.end(text, proof) : end;
    }
}
