package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserConfigFileTest {

    @TempDir
    private Path folder;

    private TestHome home;

    @BeforeEach
    void makeAHome() {
        home = new TestHome(folder);
    }

    @Test
    void aFileIsMadeForThisUserAlone() throws Exception {
        add("dev", Map.of());

        assertThat(home.userFile()).hasContent("[[telemetry.exporters]]\ntype = \"dev\"\n");
        assertThat(rights(home.userFile())).isEqualTo("rw-------");
    }

    @Test
    @EnabledIf("isRoot")
    void r2_whatRootMakesBelongsToTheOwnerOfTheFolder() throws Exception {
        Files.setAttribute(home.home(), "unix:uid", 65534);

        add("dev", Map.of());

        assertThat(Files.getAttribute(home.userFile(), "unix:uid")).isEqualTo(65534);
        assertThat(rights(home.userFile())).isEqualTo("rw-------");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void whatStandsThereStaysByteForByte() throws Exception {
        String before = "\uFEFF# my own words  \r\n[sync]\r\nendpoint='https://x.example'   # why\r\n\r\n"
                + "[other]\r\nz = 1_000\r\n[[telemetry.exporters]]\r\ntype = \"dev\" # last, without a line end";
        Files.writeString(home.userFile(), before);
        Files.setPosixFilePermissions(home.userFile(), PosixFilePermissions.fromString("rw-r-----"));

        add("file", Map.of("path", "a \"b\" \\c ü.ndjson"));

        assertThat(Files.readString(home.userFile()))
                .isEqualTo(before + "\r\n\r\n[[telemetry.exporters]]\r\ntype = \"file\"\r\n"
                        + "path = \"a \\\"b\\\" \\\\c ü.ndjson\"\r\n");
        assertThat(rights(home.userFile())).isEqualTo("rw-r-----");
        assertThat(home.load().telemetry().exporters()).hasSize(2);
        assertThat(((ExporterConfig.File) home.load().telemetry().exporters().get(1)).path())
                .contains("a \"b\" \\c ü.ndjson");
        assertThat(home.load().sync().endpoint()).isEqualTo("https://x.example");
    }

    @Test
    void k6_aFileThatIsALinkIntoTheWorkspaceIsNotWritten() throws Exception {
        Path inWorkspace = Files.writeString(home.workspace().root().resolve("config.toml"), "# mine\n");
        Files.createSymbolicLink(home.userFile(), inWorkspace);
        Files.setPosixFilePermissions(inWorkspace, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> add("dev", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a link into the workspace");
        assertThat(inWorkspace).hasContent("# mine\n");
    }

    @Test
    void nothingIsLeftBesideTheFile() throws Exception {
        add("dev", Map.of());
        add("file", Map.of());

        try (Stream<Path> files = Files.list(home.home())) {
            assertThat(files).containsExactly(home.userFile());
        }
    }

    @Test
    void aSymbolicLinkStaysOne() throws Exception {
        Path real = Files.writeString(folder.resolve("dotfiles.toml"), "# mine\n");
        Files.createSymbolicLink(home.userFile(), real);

        add("dev", Map.of());

        assertThat(home.userFile()).isSymbolicLink();
        assertThat(real).hasContent("# mine\n\n[[telemetry.exporters]]\ntype = \"dev\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[telemetry]\nexporters = [{type = \"dev\"}]\n",
                "telemetry = {fail_open = true}\n",
                "telemetry.exporters = []\n",
            })
    void aFormThatNothingCanBeAppendedToIsRefusedAndStays(String before) throws Exception {
        Files.writeString(home.userFile(), before);

        assertThatThrownBy(() -> add("file", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        home.userFile() + ": telemetry, or telemetry.exporters, is written there in a form");
        assertThat(home.userFile()).hasContent(before);
    }

    @Test
    void aBrokenFileIsRefusedAndStays() throws Exception {
        Files.writeString(home.userFile(), "[sync\n");

        assertThatThrownBy(() -> add("dev", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(home.userFile() + ":1:");
        assertThat(home.userFile()).hasContent("[sync\n");
    }

    @Test
    void anExporterThatGoesToTheSamePlaceIsRefused() throws Exception {
        add("dev", Map.of());
        add("file", Map.of("path", "telemetry.ndjson"));

        assertDuplicate("dev", Map.of());
        assertDuplicate("file", Map.of());
        assertDuplicate("file", Map.of("path", home.workspace().projectDir() + "/telemetry.ndjson"));
        add("file", Map.of("path", "other.ndjson"));
    }

    @Test
    void theRefusalNamesTheTableAndItsLine() {
        home.user("[telemetry]", "", "[[telemetry.exporters]]", "type = \"dev\"");

        assertThatThrownBy(() -> add("dev", Map.of()))
                .isInstanceOf(DuplicateExporterException.class)
                .hasMessage(home.userFile() + ":3: telemetry.exporters[0] goes to the same place already;"
                        + " change that table, or remove it first");
    }

    @Test
    void aDisabledTableThatHoldsThePlaceIsToBeEnabled() {
        home.user("[telemetry]", "", "[[telemetry.exporters]]", "type = \"dev\"", "enabled = false");

        assertThatThrownBy(() -> add("dev", Map.of()))
                .isInstanceOf(DuplicateExporterException.class)
                .hasMessage(home.userFile() + ":3: telemetry.exporters[0] goes to the same place already;"
                        + " it is disabled: set enabled = true there");
    }

    @Test
    void theFirstExporterOfTheUserHidesThoseOfTheProject() throws Exception {
        home.project("[[telemetry.exporters]]", "type = \"dev\"");
        UserConfigFile file = new UserConfigFile(home.workspace(), Map.of());

        assertThat(file.shadowed()).contains(home.projectFile());
        add("dev", Map.of());
        assertThat(file.shadowed()).isEmpty();
    }

    @Test
    void aFileThatSomebodyElseChangesMeanwhileIsLeftAlone() throws Exception {
        Files.writeString(home.userFile(), "# new\n");

        assertThatThrownBy(() -> FileReplacement.of(home.userFile()).replace("# old\n".getBytes(), "x".getBytes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody else has changed it");
        assertThat(home.userFile()).hasContent("# new\n");
        try (Stream<Path> files = Files.list(home.home())) {
            assertThat(files).containsExactly(home.userFile());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-"})
    void noSecretIsPutWhereOthersCanReadOrChangeIt(String rights) throws Exception {
        Files.writeString(home.userFile(), "");
        Files.setPosixFilePermissions(home.userFile(), PosixFilePermissions.fromString(rights));

        assertThatThrownBy(() -> FileSafety.requirePrivate(home.userFile()))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith("run: chmod 600 " + home.userFile());
    }

    private void assertDuplicate(String type, Map<String, String> values) {
        assertThatThrownBy(() -> add(type, values)).isInstanceOf(DuplicateExporterException.class);
    }

    private void add(String type, Map<String, String> values) {
        Map<String, Secret> secrets =
                values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> Secret.of(e.getValue())));
        NewExporter exporter = NewExporter.of(ExporterForm.of(type).orElseThrow(), secrets, Map.of());
        new UserConfigFile(home.workspace(), Map.of()).add(exporter);
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
