package io.kaizen.sync.adapter.http.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaizen.sync.application.port.out.row.RowEncoder.Encoded;
import io.kaizen.sync.application.port.out.row.RowEncoder.Malformed;
import io.kaizen.sync.application.port.out.row.RowEncoder.Result;
import io.kaizen.sync.domain.kind.KaizenKinds;
import io.kaizen.sync.domain.kind.KindSpec;
import io.kaizen.sync.domain.row.OutboxRow;
import io.kaizen.sync.domain.row.OwnerId;
import io.kaizen.sync.domain.row.RowId;
import io.kaizen.sync.testkit.fuzz.Fuzz;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows gone wrong at random against a second encoder that works on a tree, and rows made odd on purpose against their makers. */
class JacksonRowEncoderFuzzTest {

    private static final int MUTANTS = 30_000;
    private static final int MADE_ROWS = 15_000;

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

    private final Map<KindSpec, List<String>> seeds = new HashMap<>();

    @BeforeEach
    void readSamples() {
        for (KindSpec spec : KaizenKinds.REGISTRY.all()) {
            seeds.put(
                    spec,
                    SampleRows.valid(spec.kind()).stream()
                            .filter(row -> row.length() < 3000)
                            .limit(30)
                            .toList());
        }
    }

    @Test
    void f64_f66_f67_anyBytesAreEitherEncodedAsTheTreeWouldBeOrRefused() {
        AtomicLong encoded = new AtomicLong();

        long cases = Fuzz.cases(MUTANTS, dice -> {
            KindSpec spec = dice.of(KaizenKinds.REGISTRY.all());
            String sample = dice.of(seeds.getOrDefault(spec, List.of()));
            encoded.addAndGet(check(spec, dice.spoilt(sample.getBytes(UTF_8), FRAGMENTS)) ? 1 : 0);
        });

        assertMixed(encoded.get(), cases);
    }

    @Test
    void rowsOfEveryShapeLeaveAsTheContractSays() {
        AtomicLong encoded = new AtomicLong();

        long cases = Fuzz.cases(MADE_ROWS, dice -> {
            KindSpec spec = dice.of(KaizenKinds.REGISTRY.all());
            RandomRow.Value row = RandomRow.of(spec.allowlist().orElseThrow(), dice);
            Result result = encode(spec, row.stored().getBytes(UTF_8));
            Optional<String> sent = result instanceof Encoded done
                    ? Optional.of(new String(done.row().json(), UTF_8))
                    : Optional.empty();
            assertThat(sent).as("%s: %s, %s", spec.kind(), row.stored(), result).isEqualTo(row.expected());
            encoded.addAndGet(sent.isPresent() ? 1 : 0);
        });

        assertMixed(encoded.get(), cases);
    }

    /** Whether there was enough of both; a single case that is repeated is one or the other. */
    private static void assertMixed(long encoded, long cases) {
        if (cases > 1_000) {
            assertThat(encoded).isBetween(cases / 50, cases * 9 / 10);
        }
    }

    /** Whether {@code row} was encoded. */
    private boolean check(KindSpec spec, byte[] row) throws IOException {
        Result result = encode(spec, row);
        String text = new String(row, UTF_8);
        Optional<JsonNode> expected = TreeRowOracle.expected(spec.allowlist().orElseThrow(), text);
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
}
