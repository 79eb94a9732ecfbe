package io.kaizen.sync.domain.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A word that is replaced may hold a marker whose secret stands behind it. Markers, prefixes and secrets are joined at random; what
 * must go is found by expressions that know nothing of the scanner: each marker counts, wherever it stands.
 */
class SwallowedMarkersTest {

    private static final int STRINGS = 20_000;

    private static final List<String> PIECES = List.of(
            "/Users/",
            "/home/",
            "/var/folders/",
            "/private/var/",
            "\\Users\\",
            "C:\\",
            "c:/",
            "sk-",
            "ghp_",
            "gho_",
            "xoxb-",
            "AKIA",
            "Bearer ",
            "bearer ",
            "Bearer",
            "Authorization:",
            "authorization: ",
            "Basic ",
            "ann@x.org",
            "ann@",
            ".org",
            "API_KEY=",
            "x_token=\"",
            ":",
            ":12:",
            "app.log:",
            "x",
            " ",
            "  ",
            "\"",
            "'",
            "`",
            ")",
            "=",
            "/",
            "+",
            ",",
            "\n",
            "\t");

    private static final String WORD = "[^\\s\"'`)]";
    private static final String GAP = "[ \\t]*(?:[\"'`](?=" + WORD + "))?";
    private static final String MARKER = "sk-|ghp_|gho_|xoxb-|AKIA|(?i:Bearer |Authorization:)";

    /** What must go behind a marker, in a group of its own; looked for at every index. */
    private static final List<Pattern> GOES = List.of(
            Pattern.compile("(?:sk-|ghp_|gho_|xoxb-|AKIA)(" + WORD + "*)"),
            Pattern.compile("(?i:Bearer )" + GAP + "(" + WORD + "*)"),
            Pattern.compile("(?i:Authorization:)(" + WORD + "*)"),
            Pattern.compile("(?i:Authorization:)" + WORD + "*" + GAP + "(?!" + MARKER + ")(" + WORD + "*)"),
            Pattern.compile(
                    "(?i:Authorization:)" + WORD + "*" + GAP + "(?!" + MARKER + ")" + WORD + "+[ \\t]+(" + WORD + "*)"),
            Pattern.compile("(?:/Users/|/home/|/var/folders/|/private/var/|\\\\Users\\\\)(" + WORD + "*)"));

    private static final Pattern SECRET = Pattern.compile("Z[0-9]{3}Z");

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "SHELL_LINE", "SHELL_ARGUMENTS"})
    void k4_noSecretBehindAnyMarkerIsLeft(Treatment treatment) {
        SplittableRandom random = new SplittableRandom(treatment.ordinal());
        for (int i = 0; i < STRINGS; i++) {
            String given = string(random);

            String once = Redactors.STANDARD.redact(given, treatment);

            Set<String> left = secretsIn(once);
            left.retainAll(mustGo(given));
            if (!left.isEmpty() || !Redactors.STANDARD.redact(once, treatment).equals(once)) {
                assertThat(left)
                        .as("%s of <%s>, left <%s>", treatment, given, once)
                        .isEmpty();
                assertThat(Redactors.STANDARD.redact(once, treatment))
                        .as("twice, <%s>", given)
                        .isEqualTo(once);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "/home/ann/app.log:Bearer abc123 tail, <1000000b:file> <REDACTED:token> tail",
                "/home/ann/app.log:12:Authorization: Basic dXNl tail, <1000000b:file> <REDACTED:token> tail",
                "C:\\Users\\ann\\app.log:Bearer abc tail, <REDACTED:drive>C<1000000b:file> <REDACTED:token> tail",
                "bearer xBearer abc tail, <REDACTED:token> tail",
                "sk-1:Bearer abc tail, <REDACTED:token> <REDACTED:token> tail",
                "sk-1Authorization: Bearer abc tail, <REDACTED:token> <REDACTED:token> tail",
                "/home/a:Bearer \"abc\" tail, <10000006:path> \"<REDACTED:token>\" tail",
                "Authorization: Digest xBearer abc tail, <REDACTED:token> <REDACTED:token> tail",
                "ann@x.orgBearer abc tail, <REDACTED:email> <REDACTED:token> tail",
                "ann@x.orgAuthorization: Basic abc tail, <REDACTED:email><REDACTED:token> tail",
                "ann@x.org.sk-abc+def tail, <REDACTED:email><REDACTED:token> tail",
                "Authorization: c:/x abc tail, <REDACTED:token> <REDACTED:token> tail",
                "/home/a:Bearer xBearer yBearer abc tail, <10000006:path> <REDACTED:token> tail",
            })
    void k4_theSecretBehindASwallowedMarkerGoesToo(String given, String redacted) {
        String text = Redactors.text(given).replaceAll("<1[0-9a-f]{7}:", "<hash:");

        assertThat(text).isEqualTo(redacted.replaceAll("<1[0-9a-f]{7}:", "<hash:"));
    }

    @Test
    void k4_soItIsInAShellLine() {
        assertThat(Redactors.shell("run --x_key=y:Bearer abc tail")).isEqualTo("run <REDACTED:arg> tail");
        assertThat(Redactors.shell("run X_KEY=1:Authorization: Basic abc tail")).isEqualTo("run <REDACTED:arg> tail");
        assertThat(Redactors.shell("X_TOKEN=Bearer xBearer abc tail")).isEqualTo("<REDACTED:arg> tail");
    }

    private static String string(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(2, 14);
        for (int i = 0; i < pieces; i++) {
            text.append(
                    random.nextInt(4) == 0
                            ? String.format(Locale.ROOT, "Z%03dZ", i)
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static Set<String> mustGo(String text) {
        Set<String> secrets = new TreeSet<>();
        for (Pattern pattern : GOES) {
            Matcher matcher = pattern.matcher(text);
            for (int at = 0; matcher.find(at); at = matcher.start() + 1) {
                secrets.addAll(secretsIn(matcher.group(1)));
            }
        }
        return secrets;
    }

    private static Set<String> secretsIn(String text) {
        List<String> found = new ArrayList<>();
        SECRET.matcher(text).results().forEach(result -> found.add(result.group()));
        return new TreeSet<>(found);
    }
}
