package io.kaizen.sync.adapter.http.row;

import io.kaizen.sync.domain.kind.FieldRule;
import io.kaizen.sync.domain.kind.FieldRule.Presence;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import io.kaizen.sync.domain.kind.RowSchema;
import io.kaizen.sync.testkit.fuzz.Dice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a kind with odd values, orders, spellings and omissions, made together with what has to leave the machine for them. So the
 * contract's rules (section 3) stand here once more, as a way to write and not as a way to read.
 */
final class RandomRow implements FieldType.Cases<RandomRow.Value> {

    /** One value in so many breaks a rule. */
    private static final int FAULTS = 60;

    private final Dice dice;

    /**
     * A value as it is stored, and as it has to leave.
     *
     * @param sent null where the row is malformed
     */
    record Value(String stored, @Nullable String sent) {

        static Value kept(String text) {
            return new Value(text, text);
        }

        static Value malformed(String text) {
            return new Value(text, null);
        }

        /** What has to leave; empty where nothing may. */
        Optional<String> expected() {
            return Optional.ofNullable(sent);
        }
    }

    private RandomRow(Dice dice) {
        this.dice = dice;
    }

    /** A row that may have white space around its tokens, or something behind it. */
    static Value of(RowSchema schema, Dice dice) {
        Value object = new RandomRow(dice).object(schema, dice.oneIn(4));
        if (dice.oneIn(FAULTS)) {
            return Value.malformed(object.stored() + dice.of("{}", ",", "\u0000", "x", "]", "\ufeff"));
        }
        return dice.oneIn(FAULTS) ? Value.malformed(dice.of("\ufeff", "[", "0") + object.stored()) : object;
    }

    private Value object(RowSchema schema, boolean spaced) {
        List<String> stored = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        boolean sound = true;
        for (FieldRule rule : schema.fields()) {
            boolean absent = rule.presence() == Presence.REQUIRED ? dice.oneIn(200) : dice.oneIn(3);
            if (absent) {
                sound &= rule.presence() != Presence.REQUIRED;
                boolean asNull = dice.oneIn(2) && rule.type() != Scalar.ANY;
                stored.addAll(asNull ? List.of(member(rule.name(), "null", spaced)) : List.of());
                sent.addAll(
                        rule.presence() == Presence.NULL_WHEN_ABSENT
                                ? List.of("\"" + rule.name() + "\":null")
                                : List.of());
            } else {
                Value value = rule.type().fold(this);
                stored.add(member(rule.name(), value.stored(), spaced));
                sound &= value.sent() != null;
                sent.add("\"" + rule.name() + "\":" + value.sent());
            }
        }
        if (!stored.isEmpty() && dice.oneIn(FAULTS)) {
            int twice = dice.below(stored.size());
            stored.add(dice.below(stored.size() + 1), stored.get(twice));
            sound = false;
        }
        while (dice.oneIn(4)) {
            stored.add(member("unlisted" + dice.below(2), any(3), spaced));
        }
        List<String> order = dice.oneIn(2) ? dice.shuffled(stored) : stored;
        String text = order.stream().collect(Collectors.joining(",", "{", space(spaced) + "}"));
        return sound ? new Value(space(spaced) + text, "{" + String.join(",", sent) + "}") : Value.malformed(text);
    }

    private String member(String name, String value, boolean spaced) {
        String key = dice.oneIn(12) ? escaped(name) : name;
        return space(spaced) + '"' + key + '"' + space(spaced) + ':' + space(spaced) + value + space(spaced);
    }

    private String space(boolean spaced) {
        return spaced && dice.oneIn(3) ? dice.of(" ", "\n", "\t", "\r\n", "   ") : "";
    }

    @Override
    public Value scalar(Scalar type) {
        return switch (type) {
            case STRING -> dice.oneIn(FAULTS) ? Value.malformed(notAString()) : Value.kept(string());
            case BOOLEAN ->
                dice.oneIn(FAULTS)
                        ? Value.malformed(dice.of("1", "\"true\"", "True", "{}"))
                        : Value.kept(dice.of("true", "false"));
            case DECIMAL -> decimal();
            case ANY -> dice.oneIn(FAULTS) ? Value.malformed(brokenJson()) : Value.kept(deep());
        };
    }

    private String notAString() {
        return dice.of("7", "true", "[]", "{}", "\"\\ud800\"", "\"\\udc00x\"", "\"\\x\"", "\"\n\"", "\"\\u12\"", "'a'");
    }

    private String brokenJson() {
        return dice.of("{\"a\":}", "[1,]", "NaN", "01", "+1", ".5", "tru", "\"", "{1:2}", "/**/1", "9".repeat(1_001));
    }

    private Value decimal() {
        String text = dice.oneIn(2) ? dice.number() : dice.of("0.5", "1", "0.25e0", "-3E2", "1e-400");
        boolean sound = text.length() <= 1_000 && Double.isFinite(new BigDecimal(text).doubleValue());
        return sound ? Value.kept(text) : Value.malformed(text);
    }

    @Override
    public Value integer(IntegerRange type) {
        if (dice.oneIn(3)) {
            String text = dice.number();
            boolean sound = text.matches("0|-?[1-9][0-9]*") && contains(type, new BigInteger(text));
            return sound ? Value.kept(text) : Value.malformed(text);
        }
        BigInteger edge = dice.oneIn(2) ? type.max() : type.min();
        return Value.kept(dice.oneIn(2) ? edge.toString() : "" + dice.below(200));
    }

    private static boolean contains(IntegerRange type, BigInteger number) {
        return number.compareTo(type.min()) >= 0 && number.compareTo(type.max()) <= 0;
    }

    @Override
    public Value oneOf(OneOf type) {
        return dice.oneIn(FAULTS)
                ? Value.malformed(dice.of("\"superb\"", "\"\"", "\"Good\"", "0"))
                : Value.kept('"' + dice.of(type.values()) + '"');
    }

    @Override
    public Value arrayOf(ArrayOf type) {
        if (dice.oneIn(FAULTS)) {
            return Value.malformed(dice.of("{}", "\"[]\"", "[null]", "[[]]", "[1,"));
        }
        List<Value> values = new ArrayList<>();
        for (int left = dice.below(4); left > 0; left--) {
            values.add(type.element().fold(this));
        }
        String stored = values.stream().map(Value::stored).collect(Collectors.joining(",", "[", "]"));
        boolean sound = values.stream().allMatch(value -> value.sent() != null);
        String sent = values.stream().map(Value::sent).collect(Collectors.joining(",", "[", "]"));
        return sound ? new Value(stored, sent) : Value.malformed(stored);
    }

    @Override
    public Value object(Nested type) {
        return object(type.schema(), false);
    }

    /** Any value, nested as deeply as is allowed, now and then. */
    private String deep() {
        if (!dice.oneIn(20)) {
            return any(3);
        }
        int depth = dice.of(List.of(98, 99, 100, 101, 498, 499));
        return dice.oneIn(2)
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + string() + "}".repeat(depth);
    }

    private String any(int depth) {
        List<String> parts = new ArrayList<>();
        int most = depth == 0 ? 0 : dice.below(4);
        return switch (dice.below(6)) {
            case 0 -> dice.of("null", "true", "false");
            case 1 -> shortNumber();
            case 2, 3 -> string();
            case 4 -> {
                for (int i = 0; i < most; i++) {
                    parts.add(any(depth - 1));
                }
                yield "[" + String.join(",", parts) + "]";
            }
            default -> {
                for (int i = 0; i < most; i++) {
                    // Equal names are allowed where nobody has listed them.
                    parts.add(name() + ":" + any(depth - 1));
                }
                yield "{" + String.join(",", parts) + "}";
            }
        };
    }

    private String shortNumber() {
        String number = dice.number();
        return number.length() > 1_000 ? "9".repeat(1_000) : number;
    }

    /** Longer names are malformed, by a limit of ours. */
    private String name() {
        String name = dice.text();
        return '"' + quoted(name.length() > 50_000 ? "n".repeat(50_000) : name) + '"';
    }

    private String string() {
        return '"' + quoted(dice.text()) + '"';
    }

    /** The halves of a pair are both escaped, or neither: half a pair is malformed. */
    private String quoted(String text) {
        StringBuilder json = new StringBuilder();
        boolean escapes = dice.oneIn(6);
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ' || (escapes && dice.oneIn(4))) {
                Character.toString(c).chars().forEach(unit -> json.append(escape(unit)));
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.toString();
    }

    private String escaped(String name) {
        int at = dice.below(name.length());
        return name.substring(0, at) + escape(name.charAt(at)) + name.substring(at + 1);
    }

    private String escape(int c) {
        return String.format(dice.oneIn(2) ? "\\u%04x" : "\\u%04X", c);
    }
}
