package io.kaizen.sync.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.report.StopReason.Remedy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlushReportTest {

    @Test
    void withoutAStopNothingIsGrave() {
        assertThat(report().gravest()).isEmpty();
        assertThat(report().failure()).isEmpty();
    }

    @Test
    void theGravestStopIsTheOneThatWaitingHelpsLeast() {
        assertThat(report(StopReason.RATE_LIMITED, StopReason.UNAUTHORIZED, StopReason.SERVER_ERROR)
                        .gravest())
                .map(Stop::reason)
                .contains(StopReason.UNAUTHORIZED);
        assertThat(report(StopReason.UNAUTHORIZED, StopReason.STORE).gravest())
                .map(Stop::reason)
                .contains(StopReason.STORE);
    }

    @Test
    void ofEquallyGraveStopsTheFirstCounts() {
        Stop first = Stop.of(StopReason.MALFORMED, "first").forKind(BatchKind.EVENTS);
        Stop second = Stop.of(StopReason.MALFORMED, "second").forKind(BatchKind.TOOL_SPANS);

        assertThat(new FlushReport(0, 0, 0, 2, List.of(first, second)).gravest())
                .contains(first);
    }

    @Test
    void ofSeveralFailuresTheGravestIsTheFailure() {
        assertThat(report(StopReason.RATE_LIMITED, StopReason.EXPORTER, StopReason.UNAUTHORIZED)
                        .failure())
                .map(Stop::reason)
                .contains(StopReason.UNAUTHORIZED);
    }

    @Test
    void whatOnlyHoldsUpIsNoFailure() {
        assertThat(report(StopReason.EXPORTER, StopReason.BUSY, StopReason.INTERRUPTED)
                        .failure())
                .isEmpty();
        assertThat(report(StopReason.EXPORTER, StopReason.UNREACHABLE).failure())
                .map(Stop::reason)
                .contains(StopReason.UNREACHABLE);
    }

    @Test
    void reasonsStandInTheOrderOfTheirRemedies() {
        assertThat(Arrays.stream(StopReason.values()).map(StopReason::remedy)).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "STORE, store, STORE, true",
        "UNAUTHORIZED, unauthorized, ACT, true",
        "REDIRECTED, redirected, ACT, true",
        "CLIENT_ERROR, client_error, ACT, true",
        "DESTINATION_CHANGED, destination_changed, ACT, true",
        "REJECTED, rejected, ACT, true",
        "TOO_LARGE, too_large, ACT, true",
        "MALFORMED, malformed, ACT, true",
        "SERVER_ERROR, server_error, WAIT, true",
        "UNREACHABLE, unreachable, WAIT, true",
        "RATE_LIMITED, rate_limited, WAIT, true",
        "EXPORTER, exporter, WAIT, false",
        "BUSY, busy, WAIT, false",
        "INTERRUPTED, interrupted, WAIT, false",
    })
    void eachReasonHasItsNameAndRemedy(StopReason reason, String code, Remedy remedy, boolean failure) {
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.remedy()).isEqualTo(remedy);
        assertThat(reason.isFailure()).isEqualTo(failure);
    }

    @Test
    void noReasonIsWithoutATest() {
        assertThat(StopReason.values()).hasSize(14);
    }

    @Test
    void aStopSaysWhatItConcerns() {
        Stop stop = Stop.of(StopReason.REJECTED, "no").forKind(BatchKind.EVENTS).withDetail("why");

        assertThat(stop.kind()).contains(BatchKind.EVENTS);
        assertThat(stop.message()).isEqualTo("no");
        assertThat(stop.detail()).isEqualTo("why");
    }

    @Test
    void theReportKeepsACopyOfItsStops() {
        List<Stop> stops = new ArrayList<>();
        FlushReport report = new FlushReport(0, 0, 0, 0, stops);

        stops.add(Stop.of(StopReason.STORE, "late"));

        assertThat(report.stops()).isEmpty();
    }

    private static FlushReport report(StopReason... reasons) {
        List<Stop> stops = Arrays.stream(reasons)
                .map(reason -> Stop.of(reason, reason.code()))
                .toList();
        return new FlushReport(1, 2, 0, 3, stops);
    }
}
