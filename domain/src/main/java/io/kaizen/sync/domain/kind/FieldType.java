package io.kaizen.sync.domain.kind;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** What a field's value may be. Numbers are written without fraction or exponent, except {@link Scalar#DECIMAL}. */
public sealed interface FieldType {

    /** Applies exactly one of {@code cases}; a new variant breaks every handler at compile time. */
    <R> R fold(Cases<R> cases);

    /** One method per variant. */
    interface Cases<R> {
        /** It is a single value. */
        R scalar(Scalar type);

        /** It is a whole number. */
        R integer(IntegerRange type);

        /** It is one of some texts. */
        R oneOf(OneOf type);

        /** It is an array. */
        R arrayOf(ArrayOf type);

        /** It is an object of its own. */
        R object(Nested type);
    }

    /** A value without parts or rules of its own. */
    enum Scalar implements FieldType {
        /** Any text. */
        STRING,
        /** True or false. */
        BOOLEAN,
        /** Any JSON number that an IEEE 754 double holds without becoming infinite. */
        DECIMAL,
        /** Any JSON value, null too. Its numbers keep their text and its keys their order. */
        ANY;

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.scalar(this);
        }
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    record IntegerRange(BigInteger min, BigInteger max) implements FieldType {

        /** 0 to 255. */
        public static final IntegerRange U8 = unsigned(8);

        /** 0 to 2^32-1. */
        public static final IntegerRange U32 = unsigned(32);
        /** Goes beyond Java's {@code long}. */
        public static final IntegerRange U64 = unsigned(64);

        /** -2^63 to 2^63-1. */
        public static final IntegerRange I64 =
                new IntegerRange(BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));

        /** @throws IllegalArgumentException if the range is empty */
        public IntegerRange {
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException("empty range: " + min + " to " + max);
            }
        }

        private static IntegerRange unsigned(int bits) {
            return new IntegerRange(
                    BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.integer(this);
        }
    }

    /** One of some fixed strings. */
    record OneOf(List<String> values) implements FieldType {

        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.oneOf(this);
        }
    }

    /** An array, also empty, of values of one type, none of them null. */
    record ArrayOf(FieldType element) implements FieldType {

        public ArrayOf {
            Objects.requireNonNull(element, "element");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.arrayOf(this);
        }
    }

    /** An object with an allowlist of its own. */
    record Nested(RowSchema schema) implements FieldType {

        public Nested {
            Objects.requireNonNull(schema, "schema");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.object(this);
        }
    }
}
