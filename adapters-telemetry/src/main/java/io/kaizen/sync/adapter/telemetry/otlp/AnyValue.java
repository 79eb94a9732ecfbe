package io.kaizen.sync.adapter.telemetry.otlp;

import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Fields;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Flag;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Items;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Numeral;
import io.kaizen.sync.adapter.telemetry.otlp.JsonValue.Text;
import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Writes a JSON value as OTLP's {@code AnyValue} (opentelemetry/proto/common/v1/common.proto). A number that neither an int64 nor a
 * double holds exactly becomes a string of its text: 2^64-1 must survive.
 */
final class AnyValue {

    private static final int STRING_VALUE = 1;
    private static final int BOOL_VALUE = 2;
    private static final int INT_VALUE = 3;
    private static final int DOUBLE_VALUE = 4;
    private static final int ARRAY_VALUE = 5;
    private static final int KVLIST_VALUE = 6;

    private static final int VALUES = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    /** Beyond it no number is worth a look: 17 digits tell any double, and 19 any int64. */
    private static final int LONGEST_NUMBER = 40;

    private AnyValue() {}

    /** Writes {@code value} as field {@code field}; {@code null} as an empty one, which is what OTLP has for it. */
    static void write(ProtoWriter out, int field, JsonValue value) {
        out.message(field, any -> writeContent(any, value));
    }

    /** Writes a {@code KeyValue} as field {@code field}. */
    static void writePair(ProtoWriter out, int field, String key, JsonValue value) {
        out.message(field, pair -> {
            pair.string(KEY, key);
            write(pair, VALUE, value);
        });
    }

    private static void writeContent(ProtoWriter out, JsonValue value) {
        if (value instanceof Text text) {
            out.string(STRING_VALUE, text.text());
        } else if (value instanceof Numeral number) {
            writeNumber(out, number.text());
        } else if (value instanceof Flag flag) {
            out.varint(BOOL_VALUE, flag.value() ? 1 : 0);
        } else if (value instanceof Items array) {
            out.message(ARRAY_VALUE, list -> array.items().forEach(item -> write(list, VALUES, item)));
        } else if (value instanceof Fields object) {
            out.message(
                    KVLIST_VALUE, list -> object.fields().forEach((key, each) -> writePair(list, VALUES, key, each)));
        }
    }

    private static void writeNumber(ProtoWriter out, String text) {
        OptionalLong whole = exactLong(text);
        OptionalDouble decimal = whole.isPresent() ? OptionalDouble.empty() : exactDouble(text);
        if (whole.isPresent()) {
            out.varint(INT_VALUE, whole.getAsLong());
        } else if (decimal.isPresent()) {
            out.fixed64(DOUBLE_VALUE, Double.doubleToRawLongBits(decimal.getAsDouble()));
        } else {
            out.string(STRING_VALUE, text);
        }
    }

    /** Empty also for a whole number with a point or an exponent: it was written as a decimal. */
    private static OptionalLong exactLong(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLargeOrDecimal) {
            return OptionalLong.empty();
        }
    }

    /** Empty where the shortest text of the nearest double is another number; and for integers, which would look rounded. */
    private static OptionalDouble exactDouble(String text) {
        if (text.length() > LONGEST_NUMBER || text.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
            return OptionalDouble.empty();
        }
        double nearest = Double.parseDouble(text);
        if (nearest == 0) {
            return isZero(text) ? OptionalDouble.of(nearest) : OptionalDouble.empty();
        }
        boolean isExact = !Double.isInfinite(nearest)
                && new BigDecimal(text).compareTo(new BigDecimal(Double.toString(nearest))) == 0;
        return isExact ? OptionalDouble.of(nearest) : OptionalDouble.empty();
    }

    /** By its digits: an exponent may be beyond what {@code BigDecimal} takes. */
    private static boolean isZero(String text) {
        return text.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    }
}
