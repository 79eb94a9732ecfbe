package io.kaizen.sync.adapter.http.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.adapter.http.row.RedactionExamples.Example;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries what {@code docs/redaction.md} shows. */
class RedactionTableTest {

    static List<Example> examples() {
        return RedactionExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void becomesWhatTheTableSays(Example example) {
        assertThat(Redaction.payload(example.payload())).isEqualTo(example.redacted());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void andStaysThatWhenRedactedAgain(Example example) {
        assertThat(Redaction.payload(example.redacted())).isEqualTo(example.redacted());
    }

    @Test
    void theTableIsLong() {
        assertThat(RedactionExamples.all()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void aPathsHashIsThatOfWorkspaceAndTheRestOfThePath() {
        assertThat(Redaction.HASHER.hash("/home/ann/widget/ann/a.txt")).startsWith("blake3:c1b41ccf");
        assertThat(Redaction.payload("\"/home/ann/a.txt\"")).isEqualTo("\"<c1b41ccf:file>\"");
    }
}
