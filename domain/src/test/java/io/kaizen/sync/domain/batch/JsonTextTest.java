package io.kaizen.sync.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void plainTextStandsInQuotes() {
        assertThat(JsonText.quote("widget")).isEqualTo("\"widget\"");
        assertThat(JsonText.quote("")).isEqualTo("\"\"");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(JsonText.quote("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x08, 0x09, 0x0a, 0x0d, 0x1b, 0x1f})
    void controlCharactersAreEscaped(int character) {
        assertThat(JsonText.quote("a" + (char) character + "b")).isEqualTo("\"a\\u%04xb\"".formatted(character));
    }

    @Test
    void everythingElseStaysAsItIs() {
        assertThat(JsonText.quote(" /é\u007f\u2028\uD83D\uDE00")).isEqualTo("\" /é\u007f\u2028\uD83D\uDE00\"");
    }

    @Test
    void halfASurrogatePairBecomesAReplacementCharacter() {
        assertThat(JsonText.quote("a\uD83Db\uDE00")).isEqualTo("\"a\uFFFDb\uFFFD\"");
        assertThat(JsonText.quote("\uD7FF\uDFFF\uD800\uE000")).isEqualTo("\"\uD7FF\uFFFD\uFFFD\uE000\"");
    }
}
