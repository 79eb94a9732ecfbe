package io.kaizen.sync.adapter.telemetry.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Creates OTLP's values (opentelemetry/proto/common/v1/common.proto). A number that neither an int64 nor a double represents exactly
 * becomes a string of its digits: 2^64-1 must survive.
 */
final class AnyValues {

    /** What OTLP has for JSON's {@code null}. */
    static final AnyValue NULL = AnyValue.getDefaultInstance();

    /** Longer numbers are not parsed: 17 digits identify any double, and 19 any int64. */
    private static final int LONGEST_NUMBER = 40;

    private AnyValues() {}

    static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValueBytes(utf8(text)).build();
    }

    static AnyValue flag(boolean value) {
        return AnyValue.newBuilder().setBoolValue(value).build();
    }

    static AnyValue whole(long value) {
        return AnyValue.newBuilder().setIntValue(value).build();
    }

    /** @param digits an integer as JSON has it */
    static AnyValue integer(String digits) {
        try {
            return whole(Long.parseLong(digits));
        } catch (NumberFormatException beyondInt64) {
            return text(digits);
        }
    }

    /** @param digits a number with a point or an exponent, as JSON has it */
    static AnyValue decimal(String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            return text(digits);
        }
        double nearest = Double.parseDouble(digits);
        return isExact(nearest, digits)
                ? AnyValue.newBuilder().setDoubleValue(nearest).build()
                : text(digits);
    }

    static AnyValue list(Iterable<AnyValue> items) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(items))
                .build();
    }

    /** An object, in the order of {@code fields}. */
    static AnyValue object(Map<String, AnyValue> fields) {
        KeyValueList.Builder pairs = KeyValueList.newBuilder();
        fields.forEach((key, value) -> pairs.addValues(pair(key, value)));
        return AnyValue.newBuilder().setKvlistValue(pairs).build();
    }

    /** An attribute, or a field of an object. */
    static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKeyBytes(utf8(key)).setValue(value).build();
    }

    /** Half a surrogate pair, which UTF-8 cannot represent, becomes a question mark. A {@code setString} would log a warning. */
    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** Whether the shortest text of {@code nearest} is the same number as {@code digits}. */
    private static boolean isExact(double nearest, String digits) {
        if (nearest == 0) {
            return isZero(digits);
        }
        return !Double.isInfinite(nearest)
                && new BigDecimal(digits).compareTo(new BigDecimal(Double.toString(nearest))) == 0;
    }

    /** Looks at the digits: {@code BigDecimal} refuses some exponents. */
    private static boolean isZero(String digits) {
        return digits.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9');
    }
}
