package io.kaizen.sync.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerWordsTest {

    private static final Secret TOKEN = Secret.of("s3cr3t");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain words        | plain words",
                "` \n padded \r\n`  | padded",
                "`a\nb\r\tc`        | a\\nb\\r\\tc",
                "`\u001b[31mred`    | \\u{1b}[31mred",
                "`a\u0000b\u007f`   | a\\u{0}b\\u{7f}",
                "`a\u0085b`         | a\\u{85}b",
                "`a\u2028b`         | a\\u{2028}b",
                "`evil\u202egnp`    | evil\\u{202e}gnp",
                "über 日本 😀        | über 日本 😀",
                "you sent s3cr3t, s3cr3t | you sent ***, ***",
            })
    void f127_areShownOnOneLineWithoutControlCharactersOrToken(String said, String shown) {
        assertThat(ServerWords.tame(said, TOKEN)).isEqualTo(shown);
    }

    @Test
    void f127_areCutToWhatFits() {
        assertThat(ServerWords.tame("x".repeat(512), TOKEN)).isEqualTo("x".repeat(512));
        assertThat(ServerWords.tame("x".repeat(513), TOKEN)).isEqualTo("x".repeat(511) + "…");
        assertThat(ServerWords.tame("\n".repeat(9) + "x" + "\u0001".repeat(60_000) + "y", TOKEN))
                .hasSize(512);
    }

    @Test
    void areNotCutWithinACharacter() {
        String cut = ServerWords.tame("x".repeat(510) + "😀😀", TOKEN);

        assertThat(cut).isEqualTo("x".repeat(510) + "…");
    }

    @Test
    void hideATokenThatTheCutWouldHalve() {
        assertThat(ServerWords.tame("x".repeat(508) + "s3cr3t", TOKEN)).doesNotContain("s3");
    }
}
