package io.kaizen.sync.adapter.telemetry.otlp;

import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.text;
import static io.kaizen.sync.adapter.telemetry.otlp.Decoded.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.testkit.SampleBatches;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of a payload, as the official classes read them. */
class AnyValueTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "-1, -1",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void anIntegerOfAnInt64IsOne(String json, long value) {
        assertThat(valueOf(json)).isEqualTo(whole(value));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "-1.25e-3, -0.00125", "0.1, 0.1", "1e3, 1000", "1E+300, 1e300", "0.0, 0", "0e99999999999, 0"
    })
    void aDecimalThatADoubleTellsIsADouble(String json, double value) {
        assertThat(valueOf(json))
                .isEqualTo(AnyValue.newBuilder().setDoubleValue(value).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "18446744073709551615",
                "-9223372036854775809",
                "123456789012345678901234567890",
                "0.12345678901234567890123456789",
                "9007199254740993.0",
                "1e400",
                "-1e99999999999",
                "1e-400",
                "1e-99999999999",
                "0.10000000000000000000000000000000000000000000000001"
            })
    void aNumberThatNeitherHoldsExactlyIsAStringOfItsText(String json) {
        assertThat(valueOf(json)).isEqualTo(text(json));
    }

    @Test
    void aNumberWithAMillionDigitsIsAStringAtOnce() {
        String digits = "7".repeat(1_000_000);

        assertThat(valueOf(digits)).isEqualTo(text(digits));
        assertThat(valueOf("0." + digits)).isEqualTo(text("0." + digits));
    }

    @Test
    void nullIsAnEmptyValue() {
        assertThat(valueOf("null")).isEqualTo(AnyValue.getDefaultInstance());
    }

    @Test
    void falseZeroAndTheEmptyStringAreValues() {
        assertThat(valueOf("false"))
                .isEqualTo(AnyValue.newBuilder().setBoolValue(false).build());
        assertThat(valueOf("true"))
                .isEqualTo(AnyValue.newBuilder().setBoolValue(true).build());
        assertThat(valueOf("0").hasIntValue()).isTrue();
        assertThat(valueOf("\"\"").hasStringValue()).isTrue();
        assertThat(valueOf("[]").hasArrayValue()).isTrue();
        assertThat(valueOf("{}").hasKvlistValue()).isTrue();
    }

    @Test
    void stringsAreUnescaped() {
        assertThat(valueOf("\"\\u00e9\\n\\ud83d\\ude00\\u0000 \u65e5\"")).isEqualTo(text("é\n😀\0 日"));
    }

    @Test
    void halfACharacterWhichProtobufCannotHoldIsAQuestionMark() {
        assertThat(valueOf("\"a\\ud83db\"")).isEqualTo(text("a?b"));
    }

    @Test
    void objectsKeepTheirOrderAndArraysTheirs() {
        assertThat(valueOf("{\"b\":[1,\"x\"],\"a\":null}"))
                .isEqualTo(AnyValue.newBuilder()
                        .setKvlistValue(KeyValueList.newBuilder()
                                .addValues(KeyValue.newBuilder()
                                        .setKey("b")
                                        .setValue(AnyValue.newBuilder()
                                                .setArrayValue(ArrayValue.newBuilder()
                                                        .addValues(whole(1))
                                                        .addValues(text("x")))))
                                .addValues(KeyValue.newBuilder().setKey("a").setValue(AnyValue.getDefaultInstance())))
                        .build());
    }

    @Test
    void aKeyGivenTwiceCountsOnceWithItsLastValue() {
        assertThat(valueOf("{\"a\":1,\"b\":2,\"a\":3}").getKvlistValue().getValuesList())
                .containsExactly(
                        KeyValue.newBuilder().setKey("a").setValue(whole(3)).build(),
                        KeyValue.newBuilder().setKey("b").setValue(whole(2)).build());
    }

    /** The payload's own object is the first level. Official decoders stop at a hundred levels of protobuf. */
    @ParameterizedTest
    @ValueSource(ints = {1, 24, 25, 400})
    void whatLiesDeeperThan24LevelsIsItsJsonText(int depth) {
        String json = "{\"k\":".repeat(depth) + "[1.50,\"ä\"]" + "}".repeat(depth);

        AnyValue value = valueOf(json);
        int level = 0;
        while (value.hasKvlistValue()) {
            level++;
            value = value.getKvlistValue().getValues(0).getValue();
        }

        assertThat(level).isEqualTo(Math.min(depth, 24));
        if (depth < 24) {
            assertThat(value.hasArrayValue()).isTrue();
        } else {
            String rest = "{\"k\":".repeat(depth - 24) + "[1.50,\"ä\"]" + "}".repeat(depth - 24);
            assertThat(value).isEqualTo(text(rest));
        }
    }

    @Test
    void whatFollowsADeepValueIsStillRead() {
        String deep = "[".repeat(30) + "]".repeat(30);

        AnyValue value = valueOf("{\"deep\":" + deep + ",\"after\":7}");

        assertThat(value.getKvlistValue().getValues(1).getValue()).isEqualTo(whole(7));
    }

    /** Beyond 32,768 characters the parser reads the row in portions; characters outside of ASCII take several bytes. */
    @Test
    void aDeepValueIsCutOutExactlyWhereverItStands() {
        String before = "ä😀".repeat(50_000);
        String deep = "{\"k\":".repeat(24) + "[\"ö\", {} ]" + "}".repeat(24);

        AnyValue value = valueOf("[\"" + before + "\"," + deep + ",\"" + before + "\"," + deep + "]");

        assertThat(value.getArrayValue().getValues(2)).isEqualTo(text(before));
        for (int index : new int[] {1, 3}) {
            AnyValue inner = value.getArrayValue().getValues(index);
            while (inner.hasKvlistValue()) {
                inner = inner.getKvlistValue().getValues(0).getValue();
            }
            assertThat(inner).isEqualTo(text("{\"k\":[\"ö\", {} ]}"));
        }
    }

    private static AnyValue valueOf(String payload) {
        String row = "{\"session_id_hash\":\"s\",\"payload\":" + payload + "}";
        return Decoded.recordsOf(SampleBatches.of(BatchKind.EVENTS, row)).get(0).getBody();
    }
}
