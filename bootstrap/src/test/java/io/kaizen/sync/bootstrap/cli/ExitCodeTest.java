package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.domain.report.FlushReport;
import io.kaizen.sync.domain.report.Stop;
import io.kaizen.sync.domain.report.StopReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({
        "STORE, 6",
        "UNAUTHORIZED, 5",
        "REDIRECTED, 5",
        "CLIENT_ERROR, 5",
        "DESTINATION_CHANGED, 5",
        "REJECTED, 5",
        "TOO_LARGE, 5",
        "MALFORMED, 5",
        "SERVER_ERROR, 4",
        "UNREACHABLE, 4",
        "RATE_LIMITED, 4",
        "EXPORTER, 4",
        "BUSY, 4",
        "INTERRUPTED, 4"
    })
    void f139_eachReasonHasItsCode(StopReason reason, int code) {
        assertThat(ExitCode.of(report(0, reason)).code()).isEqualTo(code);
    }

    @Test
    void noReasonIsForgottenInTheTableAbove() {
        assertThat(StopReason.values()).hasSize(14);
    }

    @ParameterizedTest
    @MethodSource("several")
    void f139_sixComesBeforeFiveBeforeFourBeforeSeven(FlushReport report, ExitCode expected) {
        assertThat(ExitCode.of(report)).isEqualTo(expected);
    }

    static Stream<Arguments> several() {
        return Stream.of(
                argumentSet("nothing at all", report(0), ExitCode.DONE),
                argumentSet("put aside", report(3), ExitCode.PUT_ASIDE),
                argumentSet("4 before 7", report(3, StopReason.UNREACHABLE), ExitCode.TRY_LATER),
                argumentSet("5 before 4", report(3, StopReason.BUSY, StopReason.MALFORMED), ExitCode.ACT),
                argumentSet(
                        "5 before 4, however they come", report(0, StopReason.REJECTED, StopReason.BUSY), ExitCode.ACT),
                argumentSet("6 before 5", report(3, StopReason.UNAUTHORIZED, StopReason.STORE), ExitCode.STORE));
    }

    @Test
    void f139_rowsThatCameInMeanwhileAreNoFailure() {
        FlushReport report = new FlushReport(1, 10, 0, 5, List.of());

        assertThat(ExitCode.of(report)).isEqualTo(ExitCode.DONE);
    }

    private static FlushReport report(long deadLettered, StopReason... reasons) {
        List<Stop> stops =
                Arrays.stream(reasons).map(reason -> Stop.of(reason, "why")).toList();
        return new FlushReport(0, 0, deadLettered, 0, stops);
    }
}
