package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kaizen.sync.adapter.http.HttpPostSender;
import io.kaizen.sync.adapter.telemetry.http.ExporterHttp;
import io.kaizen.sync.adapter.telemetry.http.ExporterRequest;
import io.kaizen.sync.adapter.telemetry.http.RetryOn;
import io.kaizen.sync.application.port.in.ExportFailure;
import io.kaizen.sync.application.port.out.export.ExportException;
import io.kaizen.sync.application.port.out.export.HttpSender.Request;
import io.kaizen.sync.application.port.out.network.ProxyChoice;
import io.kaizen.sync.application.schedule.StoppableSleeper;
import io.kaizen.sync.testkit.Reply;
import io.kaizen.sync.testkit.ScriptedIngest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExporterTroubleTest {

    private static final ExportFailure LATE = new ExportFailure("did not end within 30000 ms", Optional.empty());
    private static final ExportFailure BROKEN = failed(new IOException("disk full"));

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void whatPassesByItselfIsToBeTriedLater(int status) {
        assertThat(ExporterTrouble.exitCode(List.of(answered(status)))).isEqualTo(ExitCode.TRY_LATER);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 413})
    void whatDoesNotPassNeedsAPerson(int status) {
        assertThat(ExporterTrouble.exitCode(List.of(answered(status)))).isEqualTo(ExitCode.ACT);
    }

    @Test
    void aServerThatCannotBeReachedMayBeThereLater() {
        Throwable thrown = catchThrowable(() -> post(URI.create("http://127.0.0.1:1/")));

        assertThat(ExporterTrouble.exitCode(List.of(failed(thrown)))).isEqualTo(ExitCode.TRY_LATER);
    }

    @Test
    void timeThatIsUpAndInterruptionsPass() {
        assertThat(ExporterTrouble.exitCode(List.of(LATE))).isEqualTo(ExitCode.TRY_LATER);
        assertThat(ExporterTrouble.isLasting(failed(new InterruptedException())))
                .isFalse();
        assertThat(ExporterTrouble.isLasting(failed(new IOException(new InterruptedIOException()))))
                .isFalse();
    }

    @Test
    void aPersonComesBeforePatience() {
        assertThat(ExporterTrouble.exitCode(List.of(LATE, BROKEN, LATE))).isEqualTo(ExitCode.ACT);
        assertThat(ExporterTrouble.exitCode(List.of())).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aReasonIsOneHarmlessLine() {
        assertThat(ExporterTrouble.describe(new ExportFailure("two\nlines\u001b[2J", Optional.empty())))
                .isEqualTo("two lines [2J");
    }

    /** What an exporter throws after this answer, as exporters do: with the transport's own failure as cause. */
    private static ExportFailure answered(int status) {
        try (ScriptedIngest server = ScriptedIngest.start()) {
            server.reply(Reply.answer(status));
            Throwable thrown = catchThrowable(() -> post(URI.create(server.endpoint())));
            return failed(new ExportException("no", List.of(), thrown));
        }
    }

    private static void post(URI uri) throws Exception {
        StoppableSleeper stopped = new StoppableSleeper();
        stopped.requestStop();
        Duration limit = Duration.ofSeconds(20);
        HttpPostSender sender = new HttpPostSender(limit, "test", InstantSource.system(), ProxyChoice.DIRECT);
        try (ExporterHttp http = new ExporterHttp(limit, sender, stopped, new Random(1))) {
            http.post(
                    new ExporterRequest(
                            new Request(uri, "application/json", Map.of(), new byte[0], false),
                            RetryOn.SERVER_ERRORS,
                            Set.of()),
                    http.begin());
        }
    }

    private static ExportFailure failed(Throwable thrown) {
        return new ExportFailure("it failed", Optional.of(thrown));
    }
}
