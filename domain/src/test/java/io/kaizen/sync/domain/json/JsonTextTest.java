package io.kaizen.sync.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void fieldsAreWrittenInTheirOrder() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("b", 1);
        fields.put("a", Arrays.asList(null, true, "x", List.of(), Map.of()));
        fields.put("n", Map.of("big", new BigInteger("18446744073709551615")));
        fields.put("d", List.of(1.5, 0.25f, new BigDecimal("1.50"), 7L, (short) 8, (byte) 9));

        assertThat(JsonText.write(fields))
                .isEqualTo("{\"b\":1,\"a\":[null,true,\"x\",[],{}],\"n\":{\"big\":18446744073709551615},"
                        + "\"d\":[1.5,0.25,1.50,7,8,9]}");
        assertThat(JsonText.write(Map.of())).isEqualTo("{}");
    }

    @Test
    void whatIsNoJsonIsRefusedByName() {
        assertThatThrownBy(() -> JsonText.write(Map.of("a", List.of(Map.of("b", Double.NaN)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a[0].b: no JSON value");
        assertThatThrownBy(() -> JsonText.write(Map.of("a", Float.POSITIVE_INFINITY)))
                .hasMessageStartingWith("a: no JSON value");
        assertThatThrownBy(() -> JsonText.write(Map.of("a", new int[0]))).hasMessageStartingWith("a: no JSON value");
        assertThatThrownBy(() -> JsonText.write(Map.of("a", Map.of(1, 2)))).hasMessage("a: a key that is no string: 1");
    }

    @Test
    void aLoopEnds() {
        Map<String, Object> loop = new LinkedHashMap<>();
        loop.put("a", loop);

        assertThatThrownBy(() -> JsonText.write(loop)).hasMessage("nested deeper than 500");
    }
}
