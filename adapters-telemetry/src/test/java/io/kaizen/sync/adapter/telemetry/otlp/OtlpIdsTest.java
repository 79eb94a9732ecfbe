package io.kaizen.sync.adapter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpIdsTest {

    private static final String HASH = "blake3:3c3ae353fb14628e90b401a6c1cc0affdd2ee150d2840277789c1af40ce8fcc9";

    @Test
    void idsAreTheFirstBytesOfTheHash() {
        assertThat(OtlpIds.traceId(HASH)).isEqualTo(hex("3c3ae353fb14628e90b401a6c1cc0aff"));
        assertThat(OtlpIds.spanId(HASH)).isEqualTo(hex("3c3ae353fb14628e"));
    }

    @Test
    void aTextThatIsNoHashIsHashed() {
        // printf x | sha256sum
        assertThat(OtlpIds.traceId("x")).isEqualTo(hex("2d711642b726b04401627ca9fbac32f5"));
        assertThat(OtlpIds.spanId("x")).isEqualTo(hex("2d711642b726b044"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "blake3:",
                "blake3:3c3ae353fb14628e90b401a6c1cc0aff",
                "BLAKE3:3c3ae353fb14628e90b401a6c1cc0affdd2ee150d2840277789c1af40ce8fcc9",
                "blake3:3C3AE353FB14628E90B401A6C1CC0AFFDD2EE150D2840277789C1AF40CE8FCC9",
                "blake3:3c3ae353fb14628e90b401a6c1cc0affdd2ee150d2840277789c1af40ce8fcc9 ",
                "blake3:gg3ae353fb14628e90b401a6c1cc0affdd2ee150d2840277789c1af40ce8fcc9"
            })
    void whatOnlyLooksLikeAHashIsHashedToo(String text) {
        assertThat(OtlpIds.traceId(text)).hasSize(16).isNotEqualTo(OtlpIds.traceId(HASH));
        assertThat(OtlpIds.spanId(text)).hasSize(8).isNotEqualTo(OtlpIds.spanId(HASH));
    }

    @Test
    void anIdIsNeverAllZeroWhichWouldMeanNone() {
        assertThat(OtlpIds.traceId("blake3:" + "0".repeat(64))).isEqualTo(hex("00000000000000000000000000000001"));
        assertThat(OtlpIds.spanId("blake3:" + "0".repeat(16) + "f".repeat(48))).isEqualTo(hex("0000000000000001"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
