package io.kaizen.sync.bootstrap.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextGuardTest {

    @Test
    void harmlessTextStaysAsItIs() {
        assertThat(TextGuard.oneLine("Grüße, 日本 😀")).isEqualTo("Grüße, 日本 😀");
    }

    @Test
    void lineEndsAndEscapeSequencesBecomeBlanks() {
        assertThat(TextGuard.oneLine("a\r\nb\u001b[31mc\u009bd\u2028e\u202ef")).isEqualTo("a  b [31mc d e f");
    }

    @Test
    void whatATerminalWouldObeyIsSeenInstead() {
        assertThat(TextGuard.visible("a\tb\n😀\u001b[31m\r\u202e" + "x".repeat(5_000)))
                .isEqualTo("a\tb\n😀\uFFFD[31m\uFFFD\uFFFD" + "x".repeat(5_000));
    }

    @Test
    void longTextIsCut() {
        String line = TextGuard.oneLine("x".repeat(1_000_000));

        assertThat(line).hasSize(TextGuard.MAX_LENGTH).endsWith("x...");
    }
}
