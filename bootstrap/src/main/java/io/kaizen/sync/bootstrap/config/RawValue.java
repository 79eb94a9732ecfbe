package io.kaizen.sync.bootstrap.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.domain.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value as somebody wrote it, with its key and its origin, and the checks that turn it into what we need. A failed check names
 * all three, and the value only where it is a number. Immutable; has no {@code toString} of its own, for it may hold a secret.
 */
final class RawValue {

    private static final int SALT_DIGITS = 64;
    private static final int LONGEST_TOKEN = 4096;
    private static final Pattern LAST_LINE_BREAK = Pattern.compile("\r?\n\\z");

    private final String key;
    private final JsonNode node;
    /** What stands there if it is to be text, even where it looks like something else; empty if only quotes make text. */
    private final Optional<String> bareText;

    private final Origin origin;

    private RawValue(String key, JsonNode node, Optional<String> bareText, Origin origin) {
        this.key = key;
        this.node = node;
        this.bareText = bareText;
        this.origin = origin;
    }

    static RawValue ofFile(TomlFile file, String key, JsonNode node) {
        return new RawValue(key, node, Optional.empty(), Origin.file(file, key));
    }

    /** A value from where no quotes are needed: {@code bareText} counts where the key takes text. */
    static RawValue ofText(String key, JsonNode node, String bareText, Origin origin) {
        return new RawValue(key, node, Optional.of(bareText), origin);
    }

    String key() {
        return key;
    }

    Origin origin() {
        return origin;
    }

    /** What to throw where this value is wrong. */
    ConfigException wrong(String problem) {
        return new ConfigException(origin + ": " + key + " " + problem);
    }

    /** Whether this is a secret that is set, or a table of an exporter with one. */
    boolean holdsSecret() {
        if (key.equals(ConfigKeys.EXPORTERS)) {
            return ExporterType.SECRETS.stream()
                    .flatMap(name -> node.findValues(name).stream())
                    .anyMatch(RawValue::isSet);
        }
        return ConfigKeys.SECRETS.contains(key) && isSet(node);
    }

    /** One line of text. */
    String text() {
        String text = anyText();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("holds a line break or another control character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw wrong("holds half a character");
        }
        return text;
    }

    boolean isEmptyText() {
        return !isSet(node);
    }

    /** A secret that goes into a header. One line break at its end, as files have it, is cut. */
    Secret token() {
        String token = withoutLastLineBreak();
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw wrong("holds a blank, a line break or another character that no token has (the value is not shown)");
        }
        if (token.length() > LONGEST_TOKEN) {
            throw wrong("is longer than " + LONGEST_TOKEN + " characters");
        }
        return Secret.of(token);
    }

    /** A salt of 32 bytes in hex digits, or nothing. Blanks around it do not count. */
    Secret salt() {
        String salt = anyText().strip();
        if (!salt.isEmpty() && salt.length() != SALT_DIGITS) {
            throw wrong("must be " + SALT_DIGITS + " hex digits and has " + salt.length()
                    + " characters (the value is not shown)");
        }
        if (!salt.chars().allMatch(RawValue::isHexDigit)) {
            throw wrong("must be " + SALT_DIGITS + " hex digits and has other characters (the value is not shown)");
        }
        return Secret.of(salt);
    }

    long integer(long least, long most) {
        if (!node.isIntegralNumber()) {
            throw wrongType("a whole number");
        }
        if (!node.canConvertToLong()) {
            throw wrong("is out of range; it must be " + least + " to " + most);
        }
        long value = node.longValue();
        if (value < least || value > most) {
            throw wrong("is " + value + "; it must be " + least + " to " + most);
        }
        return value;
    }

    double number(double least, double most) {
        if (!node.isNumber()) {
            throw wrongType("a number");
        }
        double value = node.doubleValue();
        if (!(value >= least && value <= most)) {
            throw wrong("is " + value + "; it must be " + plain(least) + " to " + plain(most));
        }
        return value;
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw wrongType("true or false");
        }
        return node.booleanValue();
    }

    /** The elements of an array, each a table. */
    List<RawValue> tables() {
        if (!node.isArray()) {
            throw wrongType("an array of tables, [[" + key + "]]");
        }
        List<RawValue> tables = new ArrayList<>();
        for (JsonNode element : node) {
            RawValue table = part(key + "[" + tables.size() + "]", element);
            if (!element.isObject()) {
                throw table.wrongType("a table");
            }
            tables.add(table);
        }
        return tables;
    }

    /** The value of {@code name} in this table. */
    Optional<RawValue> member(String name) {
        return Optional.ofNullable(node.get(name)).map(member -> part(key + "." + name, member));
    }

    /** The names in this table. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isSet(JsonNode node) {
        return !node.isTextual() || !node.textValue().isEmpty();
    }

    private RawValue part(String partKey, JsonNode part) {
        return new RawValue(partKey, part, Optional.empty(), origin.ofPart(partKey));
    }

    private String anyText() {
        return node.isTextual() ? node.textValue() : bareText.orElseThrow(() -> wrongType("text in quotes"));
    }

    private String withoutLastLineBreak() {
        return LAST_LINE_BREAK.matcher(anyText()).replaceFirst("");
    }

    private ConfigException wrongType(String expected) {
        return wrong("must be " + expected + ", not " + typeOf(node));
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> node.isIntegralNumber() ? "a number" : "a number with a fraction";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array";
            case OBJECT -> "a table";
            case BINARY, MISSING, NULL, POJO -> "this";
        };
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
