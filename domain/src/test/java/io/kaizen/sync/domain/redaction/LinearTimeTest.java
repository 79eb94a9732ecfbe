package io.kaizen.sync.domain.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts how often characters are looked at, in long texts that are made to be looked at again and again. */
class LinearTimeTest {

    private static final int READS_PER_CHARACTER = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "@",
                "a@",
                "a.",
                "a@a.",
                "@a",
                ".a@b.c",
                "-",
                "<",
                "<REDACTED:",
                "<REDACTED:token",
                "<0123abcd:",
                "/",
                "/home",
                "/home/",
                "\\",
                "c:\\",
                ":\\",
                "c:/home/",
                "s",
                "sk",
                "sk-",
                "sk- ",
                "Bearer",
                "Bearer ",
                "Bearer \"",
                "Bearer \n",
                "Authorization:",
                "Authorization: ",
                "Authorization: a ",
                "Authorization: \"",
                " ",
                "\"",
                "= ",
                "KEY=\" ",
                "KEY='\" ",
                "KEY=\"a",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
                "'sk-",
                "xBearer ",
                "X_KEY=Bearer ",
                "Authorization:Authorization:Bearer",
                "/home/Authorization:",
                "a@a.aaBearer ",
                "a@a.aa.sk-",
                "Authorization: Authorization: x ",
                "é",
                "\uD83D\uDE00@"
            })
    void looksAtNoCharacterOften(String pattern) {
        redact(pattern, 50_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@a.", "<REDACTED:token", "Bearer \"", "Authorization: ", "KEY='\" ", "c:\\"})
    void norInAMillion(String pattern) {
        redact(pattern, 1_000_000);
    }

    private static void redact(String pattern, int length) {
        CountedText text = new CountedText(pattern.repeat(length / pattern.length()));
        RedactionRules rules = RedactionRules.standard();

        new TextRedactor(rules, path -> "01234567").redact(text);
        new ShellLine(rules).mask(text, true);

        assertThat(text.reads).isPositive();
    }

    /** A text that counts, and has enough of it at some point. What it hands out as a part of itself has been read once. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private long reads;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            count(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            count(end - start);
            return text.substring(start, end);
        }

        private void count(int more) {
            reads += more;
            if (reads > (long) READS_PER_CHARACTER * text.length()) {
                throw new AssertionError("each character was read " + READS_PER_CHARACTER + " times");
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
