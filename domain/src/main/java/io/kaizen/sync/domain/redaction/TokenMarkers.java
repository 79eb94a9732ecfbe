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
}
