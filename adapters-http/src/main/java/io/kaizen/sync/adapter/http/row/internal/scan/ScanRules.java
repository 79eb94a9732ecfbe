package io.kaizen.sync.adapter.http.row.internal.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kaizen.sync.adapter.http.row.internal.parse.ValueRules;
import io.kaizen.sync.adapter.http.row.internal.scan.JsonScanner.Unsure;
import io.kaizen.sync.domain.kind.FieldType;
import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import io.kaizen.sync.domain.kind.FieldType.Nested;
import io.kaizen.sync.domain.kind.FieldType.OneOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.math.BigInteger;
import java.util.List;

/** The table "type of a field → what a plain value of it looks like". Each rule accepts only what {@link ValueRules} would copy. */
final class ScanRules implements FieldType.Cases<ScanRule> {

    static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final ScanRules INSTANCE = new ScanRules();

    private ScanRules() {}

    static ScanRule of(FieldType type) {
        return type.fold(INSTANCE);
    }

    @Override
    public ScanRule scalar(Scalar type) {
        return switch (type) {
            case STRING -> JsonScanner::skipString;
            case BOOLEAN -> text -> require(text.skips(TRUE) || text.skips(FALSE));
            case DECIMAL -> JsonScanner::skipNumber;
            case ANY -> ScanRules::any;
        };
    }

    @Override
    public ScanRule integer(IntegerRange type) {
        long min = type.min().max(BigInteger.valueOf(Long.MIN_VALUE)).longValueExact();
        long max = type.max().min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        return text -> {
            long value = text.skipLong();
            require(value >= min && value <= max);
        };
    }

    @Override
    public ScanRule oneOf(OneOf type) {
        List<byte[]> values =
                type.values().stream().map(value -> ascii('"' + value + '"')).toList();
        return text -> require(values.stream().anyMatch(text::skips));
    }

    @Override
    public ScanRule arrayOf(ArrayOf type) {
        ScanRule element = of(type.element());
        return text -> elements(text, element);
    }

    /** As a value within a row, an object is plain only where it needs no change. */
    @Override
    public ScanRule object(Nested type) {
        ScanShape shape = ScanShape.of(type.schema());
        return text -> require(shape.scan(text).isCanonical());
    }

    /** A value of any type, without white space between its tokens. */
    static void any(JsonScanner text) throws Unsure {
        if (text.sees('"')) {
            text.skipString();
        } else if (text.sees('{')) {
            members(text);
        } else if (text.sees('[')) {
            elements(text, ScanRules::any);
        } else if (!text.skips(TRUE) && !text.skips(FALSE) && !text.skips(NULL)) {
            text.skipNumber();
        }
    }

    private static void members(JsonScanner text) throws Unsure {
        text.enter('{');
        if (!text.sees('}')) {
            do {
                text.skipString();
                text.skip(':');
                any(text);
            } while (text.skips(','));
        }
        text.leave('}');
    }

    private static void elements(JsonScanner text, ScanRule element) throws Unsure {
        text.enter('[');
        if (!text.sees(']')) {
            do {
                element.scan(text);
            } while (text.skips(','));
        }
        text.leave(']');
    }

    private static void require(boolean kept) throws Unsure {
        if (!kept) {
            throw Unsure.unsure();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
