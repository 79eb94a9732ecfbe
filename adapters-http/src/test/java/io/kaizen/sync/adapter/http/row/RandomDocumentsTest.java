package io.kaizen.sync.adapter.http.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 100,000 documents, redacted. */
class RandomDocumentsTest {

    private static final int DOCUMENTS = 25_000;

    private static final List<String> MARKERS = List.of(
            "/Users/",
            "/home/",
            "/var/folders/",
            "/private/var/",
            "sk-",
            "ghp_",
            "gho_",
            "xoxb-",
            "AKIA",
            "Bearer ",
            "Authorization:");

    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}");

    private static final JsonFactory JSON = new JsonFactory();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void f131_noMarkerIsLeftAndRedactingTwiceChangesNothing(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DOCUMENTS; i++) {
            String given = RandomDocument.of(random);
            String once = Redaction.payload(given);
            requireCleanDocument(once, given);
            String twice = Redaction.payload(once);
            if (!twice.equals(once)) {
                assertThat(twice)
                        .as("document %d of seed %d: %s", i, seed, given)
                        .isEqualTo(once);
            }
        }
    }

    @Test
    void theDocumentsHaveWhatIsLookedFor() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            all.append(RandomDocument.of(random)).append('\n');
        }

        assertThat(all).contains(MARKERS).containsPattern(EMAIL).contains("\\u0");
        assertThatThrownBy(() -> requireClean("see /home/ann", "")).isInstanceOf(AssertionError.class);
    }

    /** All strings of it, keys too, as somebody reads them who knows JSON's escapes. */
    private static void requireCleanDocument(String document, String given) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    requireClean(parser.getText(), given);
                }
            }
        }
    }

    private static void requireClean(String text, String given) {
        for (String marker : MARKERS) {
            if (text.contains(marker)) {
                throw new AssertionError("'" + marker + "' is left in '" + text + "' of: " + given);
            }
        }
        if (text.indexOf('@') >= 0 && EMAIL.matcher(text).find()) {
            throw new AssertionError("an e-mail address is left in '" + text + "' of: " + given);
        }
    }
}
