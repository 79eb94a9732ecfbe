package io.kaizen.sync.domain.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for whatever string: made of the very pieces that rules look at, so that they meet in every way. */
class RedactionPropertiesTest {

    private static final int STRINGS = 30_000;

    private static final List<String> PIECES = List.of(
            "/Users/",
            "/home/",
            "/var/folders/",
            "/private/var/",
            "\\Users\\",
            "sk-",
            "ghp_",
            "gho_",
            "xoxb-",
            "AKIA",
            "Bearer ",
            "bearer ",
            "Authorization:",
            "authorization: ",
            "Basic ",
            "ann@example.org",
            "@",
            "@x.org",
            ".org",
            "a",
            "s",
            "k-",
            "g",
            "hp_",
            "A",
            "KIA",
            "c:\\",
            "C:/",
            "s:/",
            ":\\",
            ":/",
            ":",
            "/",
            "\\",
            " ",
            "  ",
            "\n",
            "\t",
            "\"",
            "'",
            "`",
            "(",
            ")",
            "=",
            "KEY",
            "token",
            "SECRET",
            "-",
            "_",
            ".",
            "+",
            "%",
            "<",
            ">",
            "<REDACTED:token>",
            "<REDACTED:",
            "<0123abcd:file>",
            "<REDACTED:drive>c",
            "é",
            "ß",
            "日本",
            "\uD83D\uDE00",
            "\uD83D",
            "\u00a0",
            "\u2028",
            "7",
            "x",
            "Users",
            "home",
            "Bearer",
            "0123456789abcdef0123456789abcdef012345678",
            "e",
            "E",
            "\0");

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "SHELL_LINE", "SHELL_ARGUMENTS"})
    void redactingTwiceChangesNothingAndNoMarkerIsLeft(Treatment treatment) {
        holdsForStringsOf(treatment, 20261126);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void norDoesItWithRulesOfOnesOwn(long seed) {
        RedactionRules own = RedactionRules.standard()
                .andHashingPathsBelow("/x/", "\\a\\", "/home/a/")
                .andReplacing(
                        TokenMarker.word("a"),
                        TokenMarker.nextWord("x "),
                        TokenMarker.header("e:"),
                        TokenMarker.word("@x"));

        holdsForStringsOf(new Redactor(own, "/w", Redactors.LENGTH), Treatment.TEXT, seed, STRINGS / 3);
        holdsForStringsOf(new Redactor(own, "/w", Redactors.LENGTH), Treatment.SHELL_LINE, seed, STRINGS / 3);
    }

    private static void holdsForStringsOf(Treatment treatment, long seed) {
        holdsForStringsOf(Redactors.STANDARD, treatment, seed, STRINGS);
    }

    private static void holdsForStringsOf(Redactor redactor, Treatment treatment, long seed, int strings) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < strings; i++) {
            String given = string(random);
            String once = redactor.redact(given, treatment);
            String twice = redactor.redact(once, treatment);
            if (!twice.equals(once) || Redactors.MARKER.matcher(once).find()) {
                assertThat(twice)
                        .as("string %d of seed %d: <%s>", i, seed, given)
                        .isEqualTo(once);
                assertThat(once)
                        .as("string %d of seed %d: <%s>", i, seed, given)
                        .doesNotContainPattern(Redactors.MARKER);
            }
        }
    }

    private static String string(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(1, 12);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
