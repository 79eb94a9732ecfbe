package io.kaizen.sync.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.application.port.out.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.RowEncoder.Malformed;
import io.kaizen.sync.application.port.out.RowEncoder.Result;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.kind.Kinds;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows gone wrong at random, from fixed seeds, against a second encoder that works on a tree. */
class JacksonRowEncoderFuzzTest {

    private static final int MUTANTS_PER_KIND = 5_000;

    private static final List<String> FRAGMENTS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-0",
            "1e3",
            "1.0",
            "-",
            "18446744073709551616",
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\u00",
            "NaN",
            " ",
            "\n",
            "\u0000",
            "\uFEFF",
            "\u00e9",
            "\"x\":[{}],",
            "9".repeat(30),
            "9".repeat(1001),
            "[".repeat(600),
            "{\"a\":".repeat(501),
            "/**/",
            "'",
            "0",
            "#",
            "\u2028");

    /** What the strict encoder refuses and the tree takes. */
    private static final Pattern STRICTER_THAN_A_TREE =
            Pattern.compile("not UTF-8|not a JSON object|nested deeper than 500|.*: given twice"
                    + "|.*: an escape that is half of a surrogate pair|.*: not an integer from .*");

    private final JacksonRowEncoder encoder = new JacksonRowEncoder();

    static List<KindSpec> kinds() {
        return Kinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void f64_f66_f67_anyBytesAreEitherEncodedAsTheTreeWouldBeOrRefused(KindSpec spec) throws IOException {
        Random random = new Random(spec.kind().name().hashCode());
        List<String> seeds = SampleRows.valid(spec.kind()).stream()
                .filter(row -> row.length() < 3000)
                .limit(30)
                .toList();
        int encoded = 0;
        for (int i = 0; i < MUTANTS_PER_KIND; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())).getBytes(UTF_8), random);
            encoded += check(spec, mutant) ? 1 : 0;
        }
        assertThat(encoded).isBetween(MUTANTS_PER_KIND / 50, MUTANTS_PER_KIND * 9 / 10);
    }

    /** Whether {@code row} was encoded. */
    private boolean check(KindSpec spec, byte[] row) throws IOException {
        Result result = encode(spec, row);
        String text = new String(row, UTF_8);
        Optional<JsonNode> expected = TreeRowOracle.expected(spec.schema(), text);
        if (result instanceof Encoded encoded) {
            byte[] json = encoded.row().json();
            assertThat(Optional.of(TreeRowOracle.TREE.readTree(json))).as(text).isEqualTo(expected);
            assertThat(((Encoded) encode(spec, json)).row().json()).as(text).isEqualTo(json);
            return true;
        }
        String reason = ((Malformed) result).reason();
        assertThat(reason).isNotEmpty();
        if (expected.isPresent()) {
            assertThat(reason).as(text).matches(STRICTER_THAN_A_TREE);
        }
        return false;
    }

    private Result encode(KindSpec spec, byte[] row) {
        return encoder.encode(spec, new OutboxRow(new RowId(1), new OwnerId("o"), spec.kind(), row));
    }

    private static byte[] mutate(byte[] row, Random random) {
        byte[] mutant = row;
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations && mutant.length > 0; i++) {
            int at = random.nextInt(mutant.length);
            int end = Math.min(mutant.length, at + random.nextInt(8));
            mutant = switch (random.nextInt(5)) {
                case 0 -> splice(mutant, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> splice(mutant, at, end, new byte[0]);
                case 2 -> splice(mutant, at, at, fragment(random));
                case 3 -> splice(mutant, at, end, fragment(random));
                default -> splice(mutant, random.nextBoolean() ? at : mutant.length, mutant.length, fragment(random));
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
