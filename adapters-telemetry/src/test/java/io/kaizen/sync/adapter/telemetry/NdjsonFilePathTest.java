package io.kaizen.sync.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonFilePathTest {

    @TempDir
    private Path temporary;

    private Path root;
    private Path projectDir;
    private Path workspace;
    private NdjsonFilePath rules;

    @BeforeEach
    void layOut() throws Exception {
        root = temporary.toRealPath();
        projectDir = Files.createDirectories(root.resolve("home/projects/slug"));
        workspace = Files.createDirectories(root.resolve("workspace"));
        rules = new NdjsonFilePath(projectDir, workspace, projectDir.resolve("kaizen.db"));
    }

    @Test
    void byDefaultItLiesInTheProjectsFolder() {
        assertThat(rules.resolve(Optional.empty())).isEqualTo(projectDir.resolve("telemetry.ndjson"));
    }

    @Test
    void aRelativePathLiesUnderTheProjectsFolder() {
        assertThat(resolve("logs/./a.ndjson")).isEqualTo(projectDir.resolve("logs/a.ndjson"));
    }

    @Test
    void anAbsolutePathMayLieAnywhereElse() {
        assertThat(resolve(root + "/var/new/a.ndjson")).isEqualTo(root.resolve("var/new/a.ndjson"));
    }

    @Test
    void anExistingFileIsFine() throws Exception {
        Files.createFile(projectDir.resolve("a.ndjson"));

        assertThat(resolve("a.ndjson")).isEqualTo(projectDir.resolve("a.ndjson"));
    }

    @Test
    void k6_aFileWithASecondNameIsRefused() throws Exception {
        Path file = Files.createFile(projectDir.resolve("a.ndjson"));
        Path inWorkspace = Files.createLink(workspace.resolve("notes.txt"), file);

        assertThatThrownBy(() -> resolve("a.ndjson"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 2 names (hard links)");

        Files.delete(inWorkspace);
        assertThat(resolve("a.ndjson")).isEqualTo(file);
    }

    @Test
    void nothingIsCreated() {
        resolve("logs/a.ndjson");

        assertThat(projectDir).isEmptyDirectory();
    }

    @Test
    void theFolderOfAnAbsolutePathMayBeReachedThroughASymlinkWhichIsThenResolved() throws Exception {
        Path real = Files.createDirectory(root.resolve("data"));
        Files.createSymbolicLink(root.resolve("log"), real);

        assertThat(resolve(root + "/log/a.ndjson")).isEqualTo(real.resolve("a.ndjson"));
    }

    @Test
    void anAbsolutePathWithDotsIsReadAsTheSystemReadsIt() throws Exception {
        Path real = Files.createDirectories(root.resolve("data/deep"));
        Files.createSymbolicLink(root.resolve("log"), real);

        assertThat(resolve(root + "/log/../a.ndjson")).isEqualTo(root.resolve("data/a.ndjson"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.ndjson", "logs/../../a.ndjson", "logs/../a.ndjson", "logs/.."})
    void f116_aRelativePathWithDotsIsRefused(String path) {
        refused(path, path.endsWith("..") ? "names no file" : "contains \"..\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "logs/", "logs/.", "/"})
    void f116_aPathMustNameAFile(String path) {
        refused(path, "names no file");
    }

    @Test
    void f116_aPathInsideTheWorkspaceIsRefused() {
        refused(workspace + "/a.ndjson", "lies inside the workspace " + workspace);
        refused(workspace + "/new/folder/a.ndjson", "lies inside the workspace " + workspace);
        refused(root + "/home/../workspace/a.ndjson", "lies inside the workspace " + workspace);
    }

    @Test
    void f116_aSymlinkDoesNotLeadIntoTheWorkspaceEither() throws Exception {
        Files.createSymbolicLink(root.resolve("innocent"), workspace);

        refused(root + "/innocent/a.ndjson", "lies inside the workspace " + workspace);
    }

    @Test
    void f116_theWorkspaceIsFoundWhereItReallyLies() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), workspace);
        NdjsonFilePath linked = new NdjsonFilePath(projectDir, link, projectDir.resolve("kaizen.db"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> linked.resolve(Optional.of(workspace + "/a.ndjson")))
                .withMessageContaining("lies inside the workspace");
    }

    @Test
    void aFolderThatOnlyBeginsLikeTheWorkspaceIsElsewhere() {
        assertThat(resolve(workspace + "-logs/a.ndjson")).isEqualTo(root.resolve("workspace-logs/a.ndjson"));
    }

    @Test
    void f116_aSymlinkInPlaceOfTheFileIsRefusedEvenIfBroken() throws Exception {
        Files.createSymbolicLink(projectDir.resolve("a.ndjson"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("b.ndjson"), workspace);

        refused("a.ndjson", "is a symlink");
        refused(root + "/b.ndjson", "is a symlink");
    }

    @Test
    void f116_aSymlinkOnTheWayOfARelativePathIsRefused() throws Exception {
        Files.createSymbolicLink(projectDir.resolve("logs"), root);

        refused("logs/a.ndjson", "leads through the symlink logs");
    }

    @Test
    void f116_aBrokenSymlinkOnTheWayOfAnAbsolutePathIsRefused() throws Exception {
        Path broken = Files.createSymbolicLink(root.resolve("broken"), root.resolve("nowhere"));

        refused(broken + "/a.ndjson", "leads through the broken symlink " + broken);
    }

    @Test
    void f116_foldersPipesAndDevicesAreRefused() throws Exception {
        Files.createDirectory(projectDir.resolve("logs"));
        assertThat(new ProcessBuilder("mkfifo", projectDir + "/pipe").start().waitFor())
                .isZero();

        refused("logs", "is a folder");
        refused("pipe", "is not a regular file");
        refused("/dev/null", "is not a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kaizen.db", "kaizen.db-wal", "kaizen.db-shm", "kaizen.db.lock"})
    void theDatabaseAndWhatLiesBesideItAreRefused(String path) {
        refused(path, "is kept for the database " + projectDir.resolve("kaizen.db"));
    }

    @Test
    void aConfigurationFileIsRefused() {
        refused("config.toml", "looks like a configuration file");
    }

    @Test
    void aPathThatTheSystemCannotHaveIsRefused() {
        refused("a\0b", "is not a path: Nul character not allowed");
    }

    @Test
    void aFileInPlaceOfAFolderIsNamed() throws Exception {
        Files.createFile(root.resolve("plain"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolve(root + "/plain/a.ndjson"))
                .withMessageStartingWith("telemetry file path \"" + root + "/plain/a.ndjson\" cannot be looked at: ")
                .withMessageContaining("Not a directory");
    }

    private Path resolve(String configured) {
        return rules.resolve(Optional.of(configured));
    }

    private void refused(String path, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolve(path))
                .withMessage("telemetry file path \"" + path + "\" " + rule);
    }
}
