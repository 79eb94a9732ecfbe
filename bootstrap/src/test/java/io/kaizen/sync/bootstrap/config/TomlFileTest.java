package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TomlFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("config.toml");
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                broken("[sync]\nteam_token = \"CANARY\n", ":2:21: sync.team_token: the line ends too early"),
                broken(
                        "[sync]\nteam_token = CANARY\n",
                        ":2:14: sync.team_token: a value is not valid here (text needs"),
                broken("[sync]\nteam_token =\n", ":2:13: sync.team_token: the line ends too early"),
                broken("[sync]\nteam_token = \"CANARY\" x", ": sync.team_token: there is more behind the value"),
                broken("[sync]\nteam_token = \"\\CANARY\"", ": sync.team_token: a backslash is not valid here"),
                broken("[sync]\nteam_token = '''\nCANARY\n", ": sync.team_token: the file ends too early"),
                broken("[sync]\nteam_token = 1234CANARY", ": sync.team_token: there is more behind the value"),
                broken("[sync]\nteam_salt_hex = 12e99999999999999", ": sync.team_salt_hex: a value is not valid here"),
                broken("[sync]\nteam_salt_hex = 0123", ": sync.team_salt_hex: a number may not begin with 0"),
                broken("[sync]\nlanes = 1\nlanes = 1\n", ":3:1: sync.lanes: the key stands here for the second time"),
                broken("[sync]\nlanes = 1\n[sync]\n", ":3:1: the table stands here for the second time"),
                broken("[sync\nlanes = 1", ":1:6: the line ends too early"),
                broken("[sync]\nlanes = 1\n[web\n", ":3:5: the line ends too early"),
                broken("[sync]\nlanes: 1", ":2:"),
                broken("[sync]\nteam_token \"CANARY\"", ":2:"),
                broken("CANARY = CANARY", ":1:10: a value is not valid here"),
                broken("sync = {lanes = 1,}", ":1:19: sync.lanes: there is a comma behind the last value"),
                broken("[telemetry]\nexporters = [{type = x}]", ":2:22: telemetry.exporters[0].type: a value is not"),
                broken("a = 1 # \u0001", ": there is a control character"),
                broken("a.b = 1\na.b.c = 2", ":2:1: the key has a value already"),
                broken("a = " + "[".repeat(5_000), ": this is not TOML"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void aBrokenFileIsAnErrorThatNamesFileLineColumnAndKey(String text, String problem) throws IOException {
        Files.writeString(file, text);

        assertThatThrownBy(() -> TomlFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("CANARY")
                .hasMessageNotContaining("12e9")
                .hasNoCause();
    }

    @Test
    void whatIsNotUtf8IsAnErrorThatNamesTheLine() throws IOException {
        Files.write(file, "a = 1\nb = \"ä\"\n".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(":2: is not UTF-8 here");
    }

    @Test
    void aFileCutInTheMiddleOfACharacterIsAnErrorToo() throws IOException {
        Files.write(file, new byte[] {'a', '=', '1', '\n', '#', (byte) 0xc3});

        assertRefused(":2: is not UTF-8 here");
    }

    @Test
    void aByteOrderMarkIsOverlooked() throws IOException {
        Files.writeString(file, "\uFEFF[sync]\r\nlanes = 1\r\n");

        TomlFile read = TomlFile.read(file).orElseThrow();

        assertThat(read.valuesOf("sync")).extracting(RawValue::key).containsExactly("sync.lanes");
        assertThat(read.placeOf("sync.lanes")).isEqualTo(file + ":2");
    }

    @Test
    void anEmptyFileSaysNothing() throws IOException {
        Files.createFile(file);

        assertThat(TomlFile.read(file).orElseThrow().valuesOf("sync")).isEmpty();
    }

    @Test
    void aMissingFileIsNoError() {
        assertThat(TomlFile.read(file)).isEmpty();
    }

    @Test
    void aFolderOrALinkToNothingIsAnError() throws IOException {
        Files.createDirectory(file);
        assertRefused(": is not a file");

        file = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertRefused(": is a symlink to nothing");
    }

    @Test
    void aFileWhereAFolderShouldBeIsAnError() throws IOException {
        file = Files.createFile(folder.resolve("projects")).resolve("config.toml");

        assertRefused(": cannot be read: Not a directory");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        Files.writeString(file, "#".repeat((1 << 20) + 1));

        assertRefused(": is larger than 1048576 bytes");
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> TomlFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + problem);
    }

    private static Arguments broken(String text, String problem) {
        String name = text.length() > 60 ? text.substring(0, 60) : text;
        return Arguments.argumentSet(name.replaceAll("\\p{Cntrl}", "|"), text, problem);
    }
}
