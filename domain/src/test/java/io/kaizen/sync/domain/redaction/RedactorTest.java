package io.kaizen.sync.domain.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.redaction.Redactor.Key;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code docs/redaction.md} are tried where there is JSON; here is what they do not show. */
class RedactorTest {

    @Test
    void aPathIsHashedBehindTheWorkspaceAndWithoutItsPrefix() {
        List<String> hashed = new ArrayList<>();
        Redactor redactor = new Redactor(RedactionRules.standard(), "/work/space", material -> {
            hashed.add(material);
            return "0123456789";
        });

        assertThat(redactor.redact("/home/ann/x.rs", Treatment.TEXT)).isEqualTo("<01234567:file>");
        assertThat(hashed).containsExactly("/work/space/ann/x.rs");
    }

    @Test
    void theHashIsOfThePathAsItWasWritten() {
        List<String> hashed = new ArrayList<>();
        Redactor redactor = new Redactor(RedactionRules.standard(), "", material -> {
            hashed.add(material);
            return "0123456789";
        });

        redactor.redact("/home/ann/c:/sk-a/b@x.org", Treatment.TEXT);

        assertThat(hashed).containsExactly("/ann/c:/sk-a/b@x.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456", "0123456G", "blake3:0123456789"})
    void aHashThatIsNoneIsABrokenPromise(String hash) {
        Redactor redactor = new Redactor(RedactionRules.standard(), "/w", material -> hash);

        assertThatThrownBy(() -> redactor.redact("/home/ann", Treatment.TEXT))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/home/a/b.txt, file",
        "/home/a.b/c, path",
        "/home/a/b.c/, path",
        "/home/.bashrc, file",
        "/home/, path",
        "C:\\Users\\a.b\\c, path",
        "C:\\Users\\a\\b.c, file",
    })
    void aFileIsWhatHasADotInItsLastPart(String path, String sort) {
        assertThat(Redactors.text(path)).endsWith(":" + sort + ">");
    }

    @Test
    void k9_aTemporaryFolderOfMacOsHasOneHashUnderBothItsNames() {
        assertThat(Redactors.text("/private/var/folders/zz/T/x.tmp"))
                .isEqualTo(Redactors.text("/var/folders/zz/T/x.tmp"));
        assertThat(Redactors.text("/private/var/db/uuid")).matches("<[0-9a-f]{8}:path>");
    }

    @Test
    void whatHasNothingToRedactIsTheVeryString() {
        String text = "C is a language, https://example.org is a place: 7 < 8 @ once";

        assertThat(Redactors.text(text)).isSameAs(text);
        assertThat(Redactors.shell(text)).isSameAs(text);
    }

    @Test
    void aMaskedOrDroppedValueIsNeverShown() {
        assertThat(Redactors.STANDARD.redact("abc", Treatment.MASK)).isEqualTo("<REDACTED:secret>");
        assertThat(Redactors.STANDARD.redact("abc", Treatment.DROP)).isEqualTo("<REDACTED:secret>");
    }

    @Test
    void theFirstWordOfArgumentsIsAnArgument() {
        assertThat(Redactors.shell("sk-abc")).isEqualTo("<REDACTED:token>");
        assertThat(Redactors.STANDARD.redact("sk-abc", Treatment.SHELL_ARGUMENTS))
                .isEqualTo("<REDACTED:arg>");
    }

    @Test
    void whatAPlaceholderHasJoinedIsLookedAtAgain() {
        // "a=Bearer" and "x)KEY" are no secrets; "a=<REDACTED:token>)KEY" looks like one.
        assertThat(Redactors.shell("run a=Bearer x)KEY")).isEqualTo("run <REDACTED:arg>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "run X_KEY='a b' c       | run <REDACTED:arg> c",
                "run X_KEY='a b'c d      | run <REDACTED:arg> d",
                "run X_KEY='a b          | run <REDACTED:arg> b",
                "run X_KEY='a' b'        | run <REDACTED:arg> b'",
                "run X_KEY=a' b'         | run <REDACTED:arg> b'",
            })
    void aQuotedValueEndsAtItsQuote(String line, String redacted) {
        assertThat(Redactors.shell(line)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Authorization: a b c            | <REDACTED:token> <REDACTED:token> c",
                "Authorization:a b c             | <REDACTED:token> <REDACTED:token>",
                "Authorization: a Bearer b c     | <REDACTED:token> <REDACTED:token> <REDACTED:token> c",
                "Authorization: <REDACTED:token> | <REDACTED:token> <REDACTED:token>",
                "Authorization: 'a b' c          | <REDACTED:token> '<REDACTED:token>' c",
                "Authorization: a 'b' c          | <REDACTED:token> <REDACTED:token> 'b' c",
                "Bearer 'Bearer a' b             | <REDACTED:token> '<REDACTED:token>' b",
                "Bearer ) a                      | <REDACTED:token>) a",
                "Bearer '' a                     | <REDACTED:token>'' a",
            })
    void credentialsReachAsFarAsTheLineSays(String text, String redacted) {
        assertThat(Redactors.text(text)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\n", "\r", " ", "\u0085", "\u00a0", "\u2028", "\u3000", "\"", "'", "`", ")"})
    void aWordEndsInFrontOf(String end) {
        assertThat(Redactors.text("sk-a" + end + "b")).isEqualTo("<REDACTED:token>" + end + "b");
    }

    @Test
    void aKeyThatIsRedactedIsTreatedAsStrictlyAsItsTwoNamesAsk() {
        Redactor.Keys keys = Redactors.STANDARD.keys();

        assertThat(keys.next("sk-a_KEY")).isEqualTo(new Key("<REDACTED:token>", Treatment.MASK));
        assertThat(keys.next("sk-b")).isEqualTo(new Key("<REDACTED:token>#2", Treatment.TEXT));
        assertThat(keys.next("x")).isEqualTo(new Key("x", Treatment.TEXT));
    }

    @Test
    void elementsOfACommandAreAProgramAndArguments() {
        assertThat(Treatment.SHELL_LINE.ofElement(0)).isEqualTo(Treatment.SHELL_LINE);
        assertThat(Treatment.SHELL_LINE.ofElement(1)).isEqualTo(Treatment.SHELL_ARGUMENTS);
        assertThat(Treatment.SHELL_ARGUMENTS.ofElement(0)).isEqualTo(Treatment.SHELL_ARGUMENTS);
        assertThat(Treatment.TEXT.ofElement(1)).isEqualTo(Treatment.TEXT);
    }
}
