package io.kaizen.sync.domain.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.redaction.TokenMarker.Extent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionRulesTest {

    private static final RedactionRules STANDARD = RedactionRules.standard();

    @Test
    void rulesCanBeAddedToTheStandardOnes() {
        RedactionRules more = STANDARD.andDropping("Phone")
                .andMasking("password")
                .andHashingPathsBelow("/mnt/data/")
                .andReplacing(TokenMarker.word("glpat-"));
        Redactor redactor = new Redactor(more, "/w", material -> "0123abcd");

        assertThat(redactor.redact("/mnt/data/x /home/y glpat-1 sk-2", Treatment.TEXT))
                .isEqualTo("<0123abcd:path> <0123abcd:path> <REDACTED:token> <REDACTED:token>");
        assertThat(redactor.keys().next("PHONE").treatment()).isEqualTo(Treatment.DROP);
        assertThat(redactor.keys().next("user").treatment()).isEqualTo(Treatment.DROP);
        assertThat(redactor.keys().next("password").treatment()).isEqualTo(Treatment.MASK);
        assertThat(redactor.keys().next("x_key").treatment()).isEqualTo(Treatment.MASK);
        assertThat(STANDARD.droppedKeys()).doesNotContain("phone");
    }

    @Test
    void allRulesCanBeOnesOwn() {
        RedactionRules none = new RedactionRules(
                Set.of(), Set.of(), Set.of(), Set.of(), List.of(), List.of(), Set.of(), List.of(), Integer.MAX_VALUE);
        Redactor redactor = new Redactor(none, "/w", Redactors.LENGTH);

        assertThat(redactor.redact("/home/ann sk-a", Treatment.SHELL_LINE)).isEqualTo("/home/ann sk-a");
        assertThat(redactor.keys().next("API_KEY").treatment()).isEqualTo(Treatment.TEXT);
    }

    @Test
    void theLongestOfSeveralMarkersWins() {
        Redactor redactor = new Redactor(
                STANDARD.andReplacing(TokenMarker.nextWord("sk-ant ")).andHashingPathsBelow("/home/ann/"),
                "/w",
                material -> "0123ab0" + material.length());

        assertThat(redactor.redact("sk-ant x y", Treatment.TEXT)).isEqualTo("<REDACTED:token> y");
        assertThat(redactor.redact("/home/ann/x", Treatment.TEXT)).isEqualTo("<0123ab04:path>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a<", ">", "a\nb", "\uD83D\uDE00"})
    void aMarkerThatCouldMeetAPlaceholderIsRefused(String text) {
        assertThatThrownBy(() -> TokenMarker.word(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STANDARD.andMasking(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STANDARD.andDropping(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "home/", "/home", "/ho<me/"})
    void aPathPrefixStandsBetweenSeparators(String prefix) {
        assertThatThrownBy(() -> STANDARD.andHashingPathsBelow(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextWordIsMeantIfAndOnlyIfTheMarkerEndsInABlank() {
        assertThatThrownBy(() -> TokenMarker.nextWord("Bearer")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenMarker.word("token ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TokenMarker.nextWord("Token ")).isEqualTo(new TokenMarker("Token ", Extent.NEXT_WORD, true));
    }

    @Test
    void anArgumentHasAtLeastOneCharacter() {
        assertThatThrownBy(() -> new RedactionRules(
                        Set.of(), Set.of(), Set.of(), Set.of(), List.of(), List.of(), Set.of(), List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
