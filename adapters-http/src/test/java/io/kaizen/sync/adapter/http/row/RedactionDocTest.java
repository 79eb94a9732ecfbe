package io.kaizen.sync.adapter.http.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.row.RedactionExamples.Example;
import io.kaizen.sync.domain.kind.HashedField;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.redaction.RedactionRules;
import io.kaizen.sync.domain.redaction.TokenMarker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Prints rules and examples and compares them with {@code docs/redaction.md}, where they stand behind its marker. Rewrite them with
 * {@code mvn -pl adapters-http -am test -Dtest=RedactionDocTest -Dsurefire.failIfNoSpecifiedTests=false -Dredaction.rewrite=true}.
 */
class RedactionDocTest {

    private static final Path DOC = Path.of("..", "docs", "redaction.md");
    private static final String MARKER = "<!-- printed from the code by RedactionDocTest -->\n";

    @Test
    void theDocumentIsWhatTheCodeSays() throws Exception {
        String text = Files.readString(DOC);
        String head = text.substring(0, text.indexOf(MARKER) + MARKER.length());
        String printed = head + rules() + identifiers() + examples();
        if (Boolean.getBoolean("redaction.rewrite")) {
            Files.writeString(DOC, printed);
        }

        assertThat(printed).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    private static String rules() {
        RedactionRules rules = RedactionRules.standard();
        return "\n## The rules\n\n| `RedactionRules` | as delivered |\n|---|---|\n"
                + row("droppedKeys", sorted(rules.droppedKeys()))
                + row("secretKeys", sorted(rules.secretKeys()))
                + row("secretKeyEndings", sorted(rules.secretKeyEndings()))
                + row("shellKeys", sorted(rules.shellKeys()))
                + row("pathPrefixes", rules.pathPrefixes())
                + row(
                        "tokenMarkers",
                        rules.tokenMarkers().stream()
                                .map(RedactionDocTest::marker)
                                .toList())
                + row("secretArgumentWords", sorted(rules.secretArgumentWords()))
                + row("secretArgumentPrefixes", rules.secretArgumentPrefixes())
                + "| longestPlainArgument | " + rules.longestPlainArgument() + " |\n";
    }

    private static String marker(TokenMarker marker) {
        return switch (marker.extent()) {
            case WORD -> marker.text();
            case NEXT_WORD -> marker.text() + "…";
            case CREDENTIALS -> marker.text() + " … …";
        };
    }

    private static String identifiers() {
        String table = KaizenKinds.REGISTRY.all().stream()
                .flatMap(spec -> HashedField.of(spec.allowlist().orElseThrow()).stream()
                        .map(field ->
                                "| " + spec.kind() + " | `" + field.plainName() + "` | `" + field.name() + "` |\n"))
                .collect(Collectors.joining());
        return "\n## Identifiers that are hashed by `EnqueueTelemetry`\n\n| kind | given as | stored as |\n|---|---|---|\n"
                + table + "\nThe same in the elements of `file_facts` (`path`) and `edges` (`from`, `to`).\n";
    }

    private static String examples() {
        StringBuilder text = new StringBuilder(
                        "\n## Examples\n\nPayloads, and what is left of them. The workspace is `")
                .append(Redaction.WORKSPACE)
                .append("`, the salt `ab` 32 times.\n");
        String section = "";
        for (Example example : RedactionExamples.all()) {
            if (!example.section().equals(section)) {
                section = example.section();
                text.append("\n### ").append(section).append("\n\n| | payload | redacted |\n|---|---|---|\n");
            }
            text.append("| ").append(example.what()).append(" | ");
            text.append(code(example.payload()))
                    .append(" | ")
                    .append(code(example.redacted()))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String row(String name, Collection<String> values) {
        return "| " + name + " | " + values.stream().map(RedactionDocTest::code).collect(Collectors.joining(", "))
                + " |\n";
    }

    private static Collection<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }

    /** A code span, whose text may have backticks and, as a table wants it, no bare pipe. */
    private static String code(String text) {
        String fence = text.contains("`") ? "``" : "`";
        return fence + text.replace("|", "\\|") + fence;
    }
}
