package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSafetyTest {

    private static final String READABLE = " holds a secret and can be read by other users; run: chmod 600 ";
    private static final String WRITABLE = " can be changed by other users; run: chmod 600 ";

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-------, ",
        "r--------, ",
        "rw-r-----, readable",
        "rw----r--, readable",
        "rw-r--r--, readable",
        "rw--w----, writable",
        "rw-----w-, writable",
        "rw-rw-rw-, writable"
    })
    void f122_aFileWithATokenShouldBePrivate(String permissions, String expected) throws IOException {
        home.user("[sync]", "team_token = \"t\"");
        Files.setPosixFilePermissions(home.userFile(), PosixFilePermissions.fromString(permissions));

        assertThat(home.load().warnings())
                .isEqualTo(
                        expected == null
                                ? java.util.List.of()
                                : java.util.List.of(home.userFile()
                                        + (expected.equals("readable") ? READABLE : WRITABLE)
                                        + home.userFile()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync.team_salt_hex = \"0000000000000000000000000000000000000000000000000000000000000000\"",
                "telemetry.exporters = [{type = \"none\"}, {type = \"posthog\", enabled = false, project_api_key = \"k\"}]",
                "telemetry.exporters = [{type = \"datadog\", enabled = false, api_key = \"k\"}]"
            })
    void f122_otherSecretsCountToo(String line) throws IOException {
        home.user(line);
        Files.setPosixFilePermissions(home.userFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(home.load().warnings()).containsExactly(home.userFile() + READABLE + home.userFile());
    }

    @Test
    void f122_aFileWithoutSecretsMayBeReadByAll() throws IOException {
        home.user("[sync]", "team_token = \"\"", "team_id = \"t\"");
        Files.setPosixFilePermissions(home.userFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(home.load().warnings()).isEmpty();
    }

    @Test
    void f122_aFolderThatOthersCanChangeIsAWarning() throws IOException {
        Files.setPosixFilePermissions(home.home(), PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(home.load().warnings())
                .containsExactly(home.home() + " can be changed by other users; run: chmod 700 " + home.home());
    }

    @Test
    void f122_aSymlinkedFileIsReadWithAWarning() throws IOException {
        home.project("[sync]", "team_id = \"t\"");
        Files.createSymbolicLink(home.userFile(), home.projectFile());

        KaizenConfig config = home.load();

        assertThat(config.sync().teamId()).isEqualTo("t");
        assertThat(config.warnings()).singleElement().asString().startsWith(home.userFile() + " is a symlink");
    }

    @Test
    void f121_aSecretOnTheCommandLineIsAWarning() {
        assertThat(home.load("sync.team_token=CANARY", "sync.team_id=x").warnings())
                .containsExactly(
                        "--set sync.team_token: other users can see the command line; better set it in a file or"
                                + " as KAIZEN_SYNC_TEAM_TOKEN");
    }
}
