package io.kaizen.sync.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kaizen.sync.application.port.out.store.OutboxStoreException;
import io.kaizen.sync.bootstrap.config.ConfigException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void f139_everyKindOfTroubleHasItsExitCodeAndReason() {
        assertThat(Failure.of(CommandException.usage("no"))).isEqualTo(new Failure(ExitCode.USAGE, "usage", "no"));
        assertThat(Failure.of(new ConfigException("bad"))).isEqualTo(new Failure(ExitCode.CONFIG, "config", "bad"));
        assertThat(Failure.of(new OutboxStoreException("full")))
                .isEqualTo(new Failure(ExitCode.STORE, "store", "full"));
        assertThat(Failure.of(OutboxStoreException.busy("locked", new IOException())))
                .isEqualTo(new Failure(ExitCode.TRY_LATER, "store", "locked"));
    }

    @Test
    void r5_aProgramWhoseFilesWereReplacedWhileItRanAsksForARestart() {
        Failure failure = Failure.of(new NoClassDefFoundError("io/kaizen/sync/Gone"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(failure.message()).contains("replaced", "start it again").doesNotContain("issue");
    }

    @Test
    void f121_f139_whatNobodyExpectedIsOurFaultAndItsMessageStaysInside() {
        Failure failure = Failure.of(new IllegalStateException("Bearer secret"));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(failure.reason()).isEqualTo("internal");
        assertThat(failure.message())
                .startsWith("unexpected IllegalStateException in ")
                .contains("FailureTest")
                .contains("open an issue")
                .doesNotContain("secret");
    }
}
