package io.kaizen.sync.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.outcome.IngestOutcome.Accepted;
import io.kaizen.sync.domain.outcome.IngestOutcome.ClientError;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict;
import io.kaizen.sync.domain.outcome.IngestOutcome.Conflict.Meaning;
import io.kaizen.sync.domain.outcome.IngestOutcome.RateLimited;
import io.kaizen.sync.domain.outcome.IngestOutcome.Redirected;
import io.kaizen.sync.domain.outcome.IngestOutcome.ServerError;
import io.kaizen.sync.domain.outcome.IngestOutcome.TooLarge;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unauthorized;
import io.kaizen.sync.domain.outcome.IngestOutcome.Unreachable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IngestOutcomeTest {

    @ParameterizedTest
    @MethodSource("definite")
    void anAnswerIsDefinite(IngestOutcome outcome) {
        assertThat(outcome.isAmbiguous()).isFalse();
    }

    static Stream<Arguments> definite() {
        return Stream.of(
                argumentSet("202", new Accepted(1, 0)),
                argumentSet("409 stored before", new Conflict(Meaning.STORED_BEFORE, "")),
                argumentSet("409 key burnt", new Conflict(Meaning.KEY_BURNT, "")),
                argumentSet("413", new TooLarge("")),
                argumentSet("429", new RateLimited(Optional.empty(), "")),
                argumentSet("401", new Unauthorized("")),
                argumentSet("404", new ClientError(404, "")),
                argumentSet("500", new ServerError(500, "")),
                argumentSet("503", new ServerError(503, "")),
                argumentSet("307", new Redirected(307, Optional.empty())),
                argumentSet("refused", new Unreachable("", false)));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void silenceAndAnswersFromTheWayAreAmbiguous(IngestOutcome outcome) {
        assertThat(outcome.isAmbiguous()).isTrue();
    }

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                argumentSet("408", new ServerError(408, "")),
                argumentSet("502", new ServerError(502, "")),
                argumentSet("504", new ServerError(504, "")),
                argumentSet("409 cut off", new Conflict(Meaning.UNKNOWN, "")),
                argumentSet("timed out", new Unreachable("", true)));
    }

    @ParameterizedTest(name = "{0} received, {1} deduped, {2} sent: {3}")
    @CsvSource({
        "3, 0, 3, false",
        "0, 3, 3, false",
        "1, 2, 3, false",
        "1, 0, 3, true",
        "1, 1, 3, true",
        "5, 0, 3, false",
        "0, 0, 3, false"
    })
    void f10_aServerThatCountsFewerRowsIsNoticedAndOneThatDoesNotCountIsNot(
            long received, long deduped, int sent, boolean fewer) {
        assertThat(new Accepted(received, deduped).countsFewerThan(sent)).isEqualTo(fewer);
    }

    @Test
    void exporterFailuresAreSummedUpOnOneLine() {
        FanOutResult result = new FanOutResult(List.of(new Failure("file", "full"), new Failure("dev", "gone")));

        assertThat(result.isComplete()).isFalse();
        assertThat(result.summary()).isEqualTo("file: full; dev: gone");
        assertThat(FanOutResult.COMPLETE.isComplete()).isTrue();
        assertThat(FanOutResult.COMPLETE.summary()).isEmpty();
    }
}
