package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlLocatorTest {

    private static final String DOCUMENT = """
            top = 1                             # 1
            [sync]
            endpoint = "x # no comment"         # 3
              team_id='it\\'
            "quoted.key" = 5
            'literal' = 6
            long = \"\"\"
            endpoint = "not here"
            a \\\""" b
            \"\"\"
            after = 11
            raw = '''
            [nowhere]
            '''
            list = [ "]", # ] not yet
              16,
              { inner = 17 },
            ]
            nested.dotted . deep = 19
            inline = { a = 1, b = { c = "}" }, "d e" = 3 }
            last = 21
            [[telemetry.exporters]]
            type = "file"
            [telemetry.exporters.sub]
            x = 25
            [[telemetry.exporters]]
            type = "dev"
            [other."dotted.name"]
            y = 29""";

    @ParameterizedTest
    @CsvSource({
        "top, 1",
        "sync, 2",
        "sync.endpoint, 3",
        "sync.team_id, 4",
        "'sync.\"quoted.key\"', 5",
        "sync.literal, 6",
        "sync.long, 7",
        "sync.after, 11",
        "sync.raw, 12",
        "sync.list, 15",
        "sync.list[1], 16",
        "sync.list[2].inner, 17",
        "sync.nested.dotted.deep, 19",
        "sync.inline.b.c, 20",
        "'sync.inline.\"d e\"', 20",
        "sync.last, 21",
        "telemetry.exporters[0], 22",
        "telemetry.exporters[0].type, 23",
        "telemetry.exporters[0].sub.x, 25",
        "telemetry.exporters[1], 26",
        "telemetry.exporters[1].type, 27",
        "'other.\"dotted.name\".y', 29"
    })
    void findsTheLineOfAKey(String path, int line) {
        assertThat(TomlLocator.lineOf(DOCUMENT, path)).hasValue(line);
        assertThat(TomlLocator.lineOf(DOCUMENT.replace("\n", "\r\n"), path)).hasValue(line);
    }

    @ParameterizedTest
    @CsvSource({"sync.missing, 2", "telemetry.exporters[1].missing, 26", "sync.inline.b.missing, 20"})
    void aKeyThatIsNotThereIsLocatedAtWhatIsAroundIt(String path, int line) {
        assertThat(TomlLocator.lineOf(DOCUMENT, path)).hasValue(line);
    }

    @Test
    void whatIsNowhereHasNoLine() {
        assertThat(TomlLocator.lineOf(DOCUMENT, "nowhere.x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[[",
                "a",
                "a =",
                "a = [",
                "a = {",
                "a = \"",
                "a = \"\\",
                "a = '''",
                "= 1",
                "]]",
                "a.\"",
                "{,}",
                "a=[}",
                "a={]"
            })
    void brokenTextsAreSurvived(String text) {
        assertThat(TomlLocator.lineOf(text + "\nb = 1", "nothing")).isEmpty();
        assertThat(TomlLocator.entriesOf(text)).isNotNull();
    }

    @Test
    void bottomlessNestingIsSurvived() {
        assertThat(TomlLocator.entriesOf("a = " + "[".repeat(100_000))).isNotEmpty();
        assertThat(TomlLocator.entriesOf("a = " + "{a=".repeat(100_000))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noiseIsSurvived(long seed) {
        String alphabet = "ab.=[]{}\"'\\#,\n\r\t 1";
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));

            assertThat(TomlLocator.entriesOf(text.toString())).allSatisfy(entry -> {
                assertThat(entry.start()).isLessThanOrEqualTo(entry.end());
                assertThat(entry.end()).isLessThanOrEqualTo(text.length());
            });
        }
    }
}
