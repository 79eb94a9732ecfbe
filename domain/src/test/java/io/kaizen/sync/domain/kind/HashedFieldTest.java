package io.kaizen.sync.domain.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashedFieldTest {

    @ParameterizedTest
    @CsvSource({
        "events, session_id",
        "tool_spans, session_id span_id paths",
        "repo_snapshots, snapshot_id commit",
        "workspace_facts, ''",
        "session_evals, ''",
        "session_feedback, ''",
    })
    void fieldsThatHoldHashesCanBeGivenPlain(String kind, String plainNames) {
        KindSpec spec = KaizenKinds.REGISTRY.find(new BatchKind(kind)).orElseThrow();

        assertThat(HashedField.of(spec.allowlist().orElseThrow()))
                .extracting(HashedField::plainName)
                .containsExactly(plainNames.isEmpty() ? new String[0] : plainNames.split(" "));
    }
}
