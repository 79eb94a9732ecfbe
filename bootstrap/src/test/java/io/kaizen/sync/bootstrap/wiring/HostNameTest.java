package io.kaizen.sync.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {

    @TempDir
    private Path folder;

    @Test
    void itIsWhatTheFileSaysWithoutItsLineBreak() throws Exception {
        assertThat(HostName.of(Files.writeString(folder.resolve("hostname"), "build-7\n")))
                .isEqualTo("build-7");
    }

    @Test
    void aMachineWithoutANameIsUnknown() throws Exception {
        assertThat(HostName.of(Files.writeString(folder.resolve("hostname"), "\n")))
                .isEqualTo("unknown");
    }

    @Test
    void whereThereIsNoSuchFileJavaIsAsked() {
        assertThat(HostName.of(folder.resolve("absent"))).isNotBlank();
    }
}
