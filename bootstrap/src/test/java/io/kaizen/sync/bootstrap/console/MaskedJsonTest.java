package io.kaizen.sync.bootstrap.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                   | {}",
                "` { \"a\" : \"geheim\" } `           | {\"a\":\"…6 chars…\"}",
                "{\"a\":12345,\"b\":-1.5e3}           | {\"a\":\"…integer…\",\"b\":\"…decimal…\"}",
                "[true,false,null,[],{\"\":\"\"}]     | [true,false,null,[],{\"\":\"…0 chars…\"}]",
                "{\"a\":{\"b\":[{\"c\":\"ü😀\"}]}}    | {\"a\":{\"b\":[{\"c\":\"…3 chars…\"}]}}",
                "\"geheim\"                           | \"…6 chars…\"",
                "{\"a\\u001b[31m\":1}                 | {\"a [31m\":\"…integer…\"}",
            })
    void namesAndTypesStay(String json, String masked) {
        assertThat(MaskedJson.of(json.getBytes(UTF_8), false)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                           | not JSON: it ends too early",
                "{\"a\":\"gehei               | not JSON: it ends too early",
                "{\"a\":geheim}               | not JSON: it goes wrong at byte",
                "geheim                       | not JSON: it goes wrong at byte",
                "{\"a\":\"geheim\"} geheim    | not JSON: it goes on after its end",
                "{\"a\":\"geheim\"}{}         | not JSON: it goes on after its end",
            })
    void ofWhatIsNoJsonNothingIsShown(String json, String sentence) {
        assertThat(MaskedJson.of(json.getBytes(UTF_8), false))
                .startsWith(sentence)
                .doesNotContain("geheim")
                .doesNotContain("{");
    }

    @Test
    void bytesThatAreNoTextAreNotShownEither() {
        assertThat(MaskedJson.of(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"'}, false))
                .startsWith("not JSON: it goes wrong at byte");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,\"gehei            | {\"a\":[\"…integer…\"…",
                "{\"a\":1,\"gehei             | {\"a\":\"…integer…\"…",
                "[tru                         | […",
                "{\"a\":\"ü                   | {\"a\"…",
                "{\"a\":nonsense, \"b\":17      | not JSON: it goes wrong at byte",
            })
    void whatIsCutIsShownAsFarAsItGoes(String json, String masked) {
        assertThat(MaskedJson.of(json.getBytes(UTF_8), true)).startsWith(masked);
    }

    @Test
    void whatNestsTooDeepIsNotShown() {
        assertThat(MaskedJson.of("[".repeat(60_000).getBytes(UTF_8), true)).isEqualTo("not shown: it nests too deep");
    }
}
