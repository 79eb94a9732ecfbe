package io.kaizen.sync.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    private final Secret secret = Secret.of("hunter2");

    @Test
    void itIsNeverShown() {
        assertThat(secret).hasToString("***");
        assertThat("token " + secret).isEqualTo("token ***");
        assertThat(String.format("%s", secret)).isEqualTo("***");
    }

    @Test
    void itsLengthIsNotShownEither() {
        assertThat(Secret.of("x".repeat(50))).hasToString(secret.toString());
    }

    @Test
    void anEmptyOneShowsThatItIsEmpty() {
        assertThat(Secret.of("")).hasToString("");
        assertThat(Secret.of("").isEmpty()).isTrue();
        assertThat(secret.isEmpty()).isFalse();
    }

    @Test
    void onlyRevealingGivesTheText() {
        assertThat(secret.reveal()).isEqualTo("hunter2");
    }

    @Test
    void f121_itIsMaskedInForeignWords() {
        assertThat(secret.scrub("bad token hunter2, I said hunter2!")).isEqualTo("bad token ***, I said ***!");
        assertThat(secret.scrub("nothing here")).isEqualTo("nothing here");
        assertThat(Secret.of("").scrub("nothing here")).isEqualTo("nothing here");
    }

    @Test
    void o4_aShortOneIsMaskedOnlyWhereItIsAWordOfItsOwn() {
        assertThat(Secret.of("k").scrub("check the key: k, 'k' or k=k"))
                .isEqualTo("check the key: ***, '***' or ***=***");
        assertThat(Secret.of("1.2").scrub("1.2 is not 11.25")).isEqualTo("*** is not 11.25");
        assertThat(Secret.of("s3cr3t").scrub("xs3cr3ty")).isEqualTo("x***y");
    }

    @Test
    void o4_aShortOneIsNoPattern() {
        assertThat(Secret.of("1.2").scrub("1.2 is not 132")).isEqualTo("*** is not 132");
        assertThat(Secret.of("a+").scrub("a+ is not aa")).isEqualTo("*** is not aa");
        assertThat(Secret.of("(x").scrub("the key is (x")).isEqualTo("the key is ***");
    }

    @Test
    void o4_digitsLettersAndUnderscoresArePartsOfAWord() {
        assertThat(Secret.of("k").scrub("k1 1k kk kä _k k_ k")).isEqualTo("k1 1k kk kä _k k_ ***");
        assertThat(Secret.of("7").scrub("17 71 7")).isEqualTo("17 71 ***");
    }

    @Test
    void o4_fiveCharactersAreShortAndSixAreNot() {
        assertThat(Secret.of("12345").scrub("123456 12345")).isEqualTo("123456 ***");
        assertThat(Secret.of("123456").scrub("1234567 123456")).isEqualTo("***7 ***");
    }

    @Test
    void secretsAreEqualWhereTheirTextsAre() {
        assertThat(secret).isEqualTo(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
        assertThat(secret).isNotEqualTo(Secret.of("hunter3"));
        assertThat(secret).isNotEqualTo("hunter2");
    }
}
