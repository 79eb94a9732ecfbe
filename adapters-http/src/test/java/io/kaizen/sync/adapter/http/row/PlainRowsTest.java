package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.kaizen.sync.adapter.http.row.internal.scan.JsonScanner;
import io.kaizen.sync.adapter.http.row.internal.scan.ScanShape;
import io.kaizen.sync.adapter.http.row.internal.scan.Utf8;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.application.port.out.row.RowEncoder.Result;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are only looked at, and not parsed, come out as if they had been. */
class PlainRowsTest {

    private static final int MUTANTS_PER_KIND = 20_000;

    private static final List<String> FRAGMENTS = List.of(
            "\"",
            "\\",
            "\\\\",
            "\\\"",
            "\\/",
            "\\x",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            ",,",
            "null",
            "true",
            "false",
            "nul",
            "0",
            "-0",
            "-1",
            "00",
            "01",
            "1.0",
            "1.",
            ".5",
            "1e3",
            "1E+3",
            "-",
            "+1",
            "4294967295",
            "4294967296",
            "999999999999999999",
            "9999999999999999999",
            "18446744073709551615",
            "18446744073709551616",
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\u00e9",
            "\\u00",
            "\\u00zz",
            "\u0001",
            "\u001f",
            "\u007f",
            "\u0000",
            " ",
            "\n",
            "\t",
            "\u00e9",
            "\u2028",
            "\uD83D\uDE00",
            "\"x\":[{}],",
            "\"x\":null,",
            ",\"y\":{\"z\":[1,2,{}]}",
            "\"kind\":\"x\",",
            "\"\\u006bind\":\"x\",",
            "\"tool\":null,",
            "\"payload\":null,",
            "[[[[",
            "]]]]",
            "'",
            "#",
            "NaN");

    private final JacksonRowEncoder encoder = new JacksonRowEncoder();

    static List<KindSpec> kinds() {
        return KaizenKinds.REGISTRY.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whateverTheirBytes(KindSpec spec) {
        Random random = new Random(spec.kind().name().hashCode());
        List<String> seeds = SampleRows.valid(spec.kind()).stream()
                .filter(row -> row.length() < 3000)
                .limit(50)
                .toList();
        ScanShape plain = ScanShape.of(spec.allowlist().orElseThrow());
        int taken = 0;
        for (int i = 0; i < MUTANTS_PER_KIND; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())).getBytes(UTF_8), random);
            assertThat(words(encoder.encode(spec, row(spec, mutant))))
                    .as(new String(mutant, UTF_8))
                    .isEqualTo(words(encoder.encodeWithParser(spec, row(spec, mutant))));
            taken += isPlain(plain, mutant) ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(MUTANTS_PER_KIND / 50);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whateverTheOrderOfTheirFields(KindSpec spec) throws JsonProcessingException {
        Random random = new Random(7);
        for (String sample : SampleRows.valid(spec.kind())) {
            byte[] shuffled = shuffled(sample, random);
            assertThat(words(encoder.encode(spec, row(spec, shuffled))))
                    .isEqualTo(words(encoder.encodeWithParser(spec, row(spec, shuffled))));
        }
    }

    @Test
    void withoutACopyWhereTheyLieAsTheyLeave() throws JsonScanner.Unsure {
        byte[] row =
                ("{\"id\":\"a\",\"session_id\":\"b\",\"score\":null,\"label\":\"good\",\"note\":\"\u00e9 \\\"x\\\"\","
                                + "\"created_at_ms\":7}")
                        .getBytes(UTF_8);

        assertThat(plainFeedback().encode(row)).isSameAs(row);
    }

    @Test
    void withTheirFieldsInOrderAndTheRestLeftOut() throws JsonScanner.Unsure {
        byte[] row = ("{\"created_at_ms\":7,\"secret\":{\"a\":[1,-2.5]},\"id\":\"a\",\"session_id\":\"b\"} ")
                .getBytes(UTF_8);

        assertThat(new String(plainFeedback().encode(row), UTF_8))
                .isEqualTo("{\"id\":\"a\",\"session_id\":\"b\",\"score\":null,\"label\":null,\"note\":null,"
                        + "\"created_at_ms\":7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"id\":\"a\",\"session_id\":\"b\"}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":-1}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7.0}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7,\"score\":256}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7,\"label\":\"great\"}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7,\"id\":\"a\"}",
                "{\"id\":\"a\",\"session_id\":\"\\ud800\",\"created_at_ms\":7}",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7}x",
                "{\"id\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7",
                "{\"\\u0069d\":\"a\",\"session_id\":\"b\",\"created_at_ms\":7}"
            })
    void unlessTheyAreOddOrWrong(String row) {
        assertThatThrownBy(() -> plainFeedback().encode(row.getBytes(UTF_8))).isInstanceOf(JsonScanner.Unsure.class);
    }

    private static ScanShape plainFeedback() {
        return ScanShape.of(KaizenKinds.REGISTRY
                .find(BatchKind.SESSION_FEEDBACK)
                .orElseThrow()
                .allowlist()
                .orElseThrow());
    }

    private static boolean isPlain(ScanShape shape, byte[] row) {
        try {
            return Utf8.isValid(row) && shape.encode(row).length > 0;
        } catch (JsonScanner.Unsure odd) {
            return false;
        }
    }

    private static OutboxRow row(KindSpec spec, byte[] payload) {
        return new OutboxRow(new RowId(1), new OwnerId("o"), spec.kind(), payload);
    }

    private static String words(Result result) {
        return result instanceof Encoded encoded
                ? new String(encoded.row().json(), UTF_8)
                : "malformed: " + ((Malformed) result).reason();
    }

    private static byte[] shuffled(String sample, Random random) throws JsonProcessingException {
        List<String> fields = new ArrayList<>();
        TreeRowOracle.TREE
                .readTree(sample)
                .properties()
                .forEach(field -> fields.add('"' + field.getKey() + "\":" + field.getValue()));
        Collections.shuffle(fields, random);
        StringJoiner row = new StringJoiner(",", "{", "}");
        fields.forEach(row::add);
        return row.toString().getBytes(UTF_8);
    }

    private static byte[] mutate(byte[] row, Random random) {
        byte[] mutant = row;
        int mutations = 1 + random.nextInt(2);
        for (int i = 0; i < mutations && mutant.length > 0; i++) {
            int at = random.nextInt(mutant.length);
            int end = Math.min(mutant.length, at + random.nextInt(6));
            mutant = switch (random.nextInt(5)) {
                case 0 -> splice(mutant, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> splice(mutant, at, end, new byte[0]);
                case 2 -> splice(mutant, at, at, fragment(random));
                case 3 -> splice(mutant, at, end, fragment(random));
                default -> splice(mutant, 1, 1, fragment(random));
            };
        }
        return mutant;
    }

    private static byte[] fragment(Random random) {
        return FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).getBytes(UTF_8);
    }

    private static byte[] splice(byte[] row, int from, int to, byte[] with) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(row.length + with.length);
        result.write(row, 0, from);
        result.writeBytes(with);
        result.write(row, to, row.length - to);
        return result.toByteArray();
    }
}
