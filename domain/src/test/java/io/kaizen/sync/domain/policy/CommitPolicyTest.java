package io.kaizen.sync.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.outcome.FanOutResult;
import io.kaizen.sync.domain.outcome.FanOutResult.Failure;
import io.kaizen.sync.domain.poison.OnPoison;
import io.kaizen.sync.domain.poison.PoisonReason;
import io.kaizen.sync.domain.policy.Verdict.Commit;
import io.kaizen.sync.domain.policy.Verdict.Halt;
import io.kaizen.sync.domain.policy.Verdict.Halt.ClaimFate;
import io.kaizen.sync.domain.policy.Verdict.Halt.Scope;
import io.kaizen.sync.domain.policy.Verdict.Isolate;
import io.kaizen.sync.domain.policy.Verdict.SetAside;
import io.kaizen.sync.domain.policy.Verdict.Split;
import io.kaizen.sync.domain.policy.Verdict.Wait;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ingest verdict, the exporters and {@code fail_open}: one test per cell. */
class CommitPolicyTest {

    private static final FanOutResult FAILED =
            new FanOutResult(List.of(new Failure("file", "disk full"), new Failure("posthog", "403")));

    @Test
    void aBatchThatEverybodyTookIsCommitted() {
        assertThat(judge(true).withFanOut(new Commit(), FanOutResult.COMPLETE)).isEqualTo(new Commit());
        assertThat(judge(false).withFanOut(new Commit(), FanOutResult.COMPLETE)).isEqualTo(new Commit());
    }

    @Test
    void failingOpenCommitsWhateverTheExportersSay() {
        assertThat(judge(true).withFanOut(new Commit(), FAILED)).isEqualTo(new Commit());
    }

    @Test
    void failingClosedStopsTheFlushBeforeTheCommitAndRemembersTheAcceptance() {
        Stop stop = new Stop(
                StopReason.EXPORTER,
                Optional.empty(),
                "telemetry fan-out (before outbox commit; fail_open = false)",
                "file: disk full; posthog: 403");

        assertThat(judge(false).withFanOut(new Commit(), FAILED))
                .isEqualTo(new Halt(stop, Scope.FLUSH, ClaimFate.KEEP_ACCEPTED));
    }

    @ParameterizedTest
    @MethodSource("verdictsWithoutAcceptance")
    void anIngestFailureWinsOverAnExporterFailure(Verdict verdict) {
        assertThat(judge(false).withFanOut(verdict, FAILED)).isSameAs(verdict);
        assertThat(judge(true).withFanOut(verdict, FAILED)).isSameAs(verdict);
    }

    @ParameterizedTest
    @MethodSource("verdictsWithoutAcceptance")
    void theExportersSuccessNeverCommits(Verdict verdict) {
        assertThat(judge(false).withFanOut(verdict, FanOutResult.COMPLETE)).isSameAs(verdict);
        assertThat(judge(true).withFanOut(verdict, FanOutResult.COMPLETE)).isSameAs(verdict);
    }

    static Stream<Arguments> verdictsWithoutAcceptance() {
        return Stream.of(
                argumentSet("split", new Split()),
                argumentSet("isolate", new Isolate(Optional.empty())),
                argumentSet("set aside", new SetAside(PoisonReason.REJECTED, "no")),
                argumentSet("wait", new Wait(Duration.ofSeconds(1))),
                argumentSet(
                        "halt",
                        new Halt(Stop.of(StopReason.UNAUTHORIZED, "401"), Scope.DESTINATION, ClaimFate.RELEASE)));
    }

    private static Judge judge(boolean failOpen) {
        RetryPolicy retries = new RetryPolicy(
                new BackoffPolicy(Duration.ofMillis(200), Duration.ofSeconds(30)), 12, Duration.ofMinutes(5));
        return new Judge(retries, new CommitPolicy(failOpen), OnPoison.DEAD_LETTER);
    }
}
