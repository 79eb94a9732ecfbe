package io.kaizen.sync.adapter.http.row.internal.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaizen.sync.adapter.http.row.internal.scan.MalformedRowException;
import io.kaizen.sync.domain.kind.FieldType.IntegerRange;
import java.io.IOException;
import java.math.BigInteger;

/**
 * A whole number within a range, written as one: {@code 1.0} and {@code 1e3} are refused, and so is {@code -0}, which is no
 * integer to the servers of this contract.
 */
final class IntegerValue implements ValueRule {

    private final BigInteger min;
    private final BigInteger max;
    private final long longMin;
    private final long longMax;
    private final String rule;

    IntegerValue(IntegerRange range) {
        this.min = range.min();
        this.max = range.max();
        this.longMin = clamp(range.min());
        this.longMax = clamp(range.max());
        this.rule = "not an integer from " + range.min() + " to " + range.max();
    }

    @Override
    public void encode(JsonRowReader row) throws IOException, MalformedRowException {
        JsonParser parser = row.parser();
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || !isWithin(row)) {
            throw MalformedRowException.because(rule);
        }
        row.copyScalar(JsonToken.VALUE_NUMBER_INT);
    }

    private boolean isWithin(JsonRowReader row) throws IOException {
        JsonParser parser = row.parser();
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            BigInteger value = parser.getBigIntegerValue();
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        }
        long value = parser.getLongValue();
        boolean minusZero = value == 0 && row.firstByte() == '-';
        return value >= longMin && value <= longMax && !minusZero;
    }

    private static long clamp(BigInteger bound) {
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        return bound.max(least).min(most).longValueExact();
    }
}
