package io.kaizen.sync.adapter.http.internal.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.row.SampleRows;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMemberTest {

    /** The level that is used unless another is configured (ADR 18). */
    private static final int USUAL_LEVEL = 3;

    static List<KindSpec> kinds() {
        return KaizenKinds.REGISTRY.all();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 100_000})
    void holdsWhatWasWrittenHoweverOftenItsDeflaterWasUsedBefore(int length) throws IOException {
        GzipMember gzip = new GzipMember(USUAL_LEVEL);
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);

        for (int time = 0; time < 3; time++) {
            byte[] member = gzip.of(out -> out.write(content), 10).toByteArray();

            assertThat(unpacked(member)).isEqualTo(content);
        }
    }

    @Test
    void holdsWhatIsWrittenByteByByte() throws IOException {
        byte[] member = new GzipMember(USUAL_LEVEL)
                .of(
                        out -> {
                            for (int i = 0; i < 40_000; i++) {
                                out.write(i);
                            }
                        },
                        10)
                .toByteArray();

        assertThat(unpacked(member)).hasSize(40_000).startsWith(0, 1, 2).endsWith((byte) 39_999);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void atTheUsualLevelABodyIsAtMost15PercentLongerThanAtLevel6(KindSpec spec) {
        byte[] rows = String.join(",", SampleRows.valid(spec.kind())).getBytes(UTF_8);

        int usual = new GzipMember(USUAL_LEVEL).of(out -> out.write(rows), 10).size();
        int thorough = new GzipMember(6).of(out -> out.write(rows), 10).size();

        assertThat(usual).isLessThanOrEqualTo(thorough * 115 / 100);
    }

    private static byte[] unpacked(byte[] member) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(member))) {
            return gzip.readAllBytes();
        }
    }
}
