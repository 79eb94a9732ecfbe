package io.kaizen.sync.domain.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Prints the allowlists from the code and compares them with the tables of {@code docs/rows.md}, which stand behind its marker. Rewrite
 * them with {@code mvn -pl domain test -Dtest=RowsDocTest -Drows.rewrite=true}.
 */
class RowsDocTest {

    private static final Path DOC = Path.of("..", "docs", "rows.md");
    private static final String MARKER = "<!-- printed from the code by RowsDocTest -->\n";

    @Test
    void theDocumentIsWhatTheCodeSays() throws Exception {
        String text = Files.readString(DOC);
        String head = text.substring(0, text.indexOf(MARKER) + MARKER.length());
        String printed = head + print();
        if (Boolean.getBoolean("rows.rewrite")) {
            Files.writeString(DOC, printed);
        }

        assertThat(printed).as("%s, printed anew", DOC).isEqualTo(Files.readString(DOC));
    }

    private static String print() {
        StringBuilder text = new StringBuilder();
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            String route = spec.route().map(path -> "POST `" + path + "`").orElse("not sent to the ingest server");
            text.append("\n## ")
                    .append(spec.kind())
                    .append("\n\n")
                    .append(capital(route))
                    .append(".\n\n");
            table(text, spec.allowlist().orElseThrow());
        }
        return text.toString();
    }

    private static void table(StringBuilder text, RowSchema schema) {
        text.append("| field | holds | where absent or null |\n|---|---|---|\n");
        for (FieldRule field : schema.fields()) {
            text.append("| `")
                    .append(field.name())
                    .append("` | ")
                    .append(field.type().fold(new InWords()));
            text.append(" | ").append(presence(field)).append(" |\n");
        }
    }

    private static String presence(FieldRule field) {
        return switch (field.presence()) {
            case REQUIRED -> field.type() == Scalar.ANY ? "absent: refused; null: sent" : "refused";
            case OMITTED_WHEN_ABSENT -> "left out";
            case NULL_WHEN_ABSENT -> "sent as null";
        };
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private static final class InWords implements FieldType.Cases<String> {

        @Override
        public String scalar(Scalar type) {
            return switch (type) {
                case STRING -> "string";
                case BOOLEAN -> "true or false";
                case DECIMAL -> "number";
                case ANY -> "any JSON";
            };
        }

        @Override
        public String integer(IntegerRange type) {
            return "integer, " + type.min() + " to " + type.max();
        }

        @Override
        public String oneOf(OneOf type) {
            return "`" + String.join("`, `", type.values()) + "`";
        }

        @Override
        public String arrayOf(ArrayOf type) {
            return "array of: " + type.element().fold(this);
        }

        @Override
        public String object(Nested type) {
            StringBuilder text = new StringBuilder("object of ");
            type.schema()
                    .fields()
                    .forEach(field -> text.append("`")
                            .append(field.name())
                            .append("` (")
                            .append(field.type().fold(this))
                            .append(field.presence() == FieldRule.Presence.REQUIRED ? ") " : ", may be null) "));
            return text.toString().strip();
        }
    }
}
