package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    @TempDir
    private Path temporary;

    private Path folder;
    private Path root;

    @BeforeEach
    void makeAWorkspace() throws IOException {
        folder = temporary.toRealPath();
        root = Files.createDirectories(folder.resolve("work/widget"));
    }

    @Test
    void theSlugIsThePathWithoutItsFirstSlashAndWithDashesForTheOthers() {
        Workspace workspace = new Workspace(Path.of("/srv/my work/wid-get"), Path.of("/h"), Path.of("/h/db"));

        assertThat(workspace.slug()).isEqualTo("srv-my work-wid-get");
        assertThat(workspace.projectDir()).isEqualTo(Path.of("/h/projects/srv-my work-wid-get"));
    }

    @Test
    void theDatabaseLiesInTheProjectsFolderOfTheHome() {
        Path home = folder.resolve("home");

        Workspace workspace = locate(root, home, Map.of());

        assertThat(workspace.database()).isEqualTo(workspace.projectDir().resolve("kaizen.db"));
        assertThat(workspace.projectDir()).startsWithRaw(home.resolve("projects"));
        assertThat(workspace.userConfigFile()).isEqualTo(home.resolve("config.toml"));
        assertThat(workspace.configFiles())
                .containsExactly(workspace.projectDir().resolve("config.toml"), workspace.userConfigFile());
    }

    @Test
    void locatingCreatesNothing() {
        locate(root, folder.resolve("home"), Map.of());

        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void aDatabaseOfTheCallersChoiceWins() {
        Workspace workspace = Workspace.locate(
                Optional.of(root), Optional.of(folder.resolve("home")), Optional.of(Path.of("other.db")), Map.of());

        assertThat(workspace.database()).isEqualTo(Path.of("other.db").toAbsolutePath());
    }

    @Test
    void theCurrentFolderIsTheDefaultWorkspace() throws IOException {
        Workspace workspace =
                Workspace.locate(Optional.empty(), Optional.of(folder.resolve("home")), Optional.empty(), Map.of());

        assertThat(workspace.root()).isEqualTo(Path.of("").toRealPath());
    }

    @Test
    void symlinksAndDotsInTheWorkspacesPathAreResolved() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("work"));

        Workspace workspace = locate(link.resolve("../work/./widget"), folder.resolve("home"), Map.of());

        assertThat(workspace.root()).isEqualTo(root);
    }

    @Test
    void theOptionWinsOverTheVariableAndTheVariableOverTheUsersHome() {
        Map<String, String> env = Map.of("KAIZEN_HOME", folder.resolve("var").toString(), "HOME", folder + "/me");

        assertThat(locate(root, folder.resolve("option"), env).home()).isEqualTo(folder.resolve("option"));
        assertThat(locate(root, null, env).home()).isEqualTo(folder.resolve("var"));
        assertThat(locate(root, null, Map.of("HOME", folder + "/me")).home()).isEqualTo(folder.resolve("me/.kaizen"));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Map<String, String> env = Map.of("KAIZEN_HOME", "", "HOME", folder + "/me");

        assertThat(locate(root, null, env).home()).isEqualTo(folder.resolve("me/.kaizen"));
    }

    @Test
    void withoutHomeInTheEnvironmentTheAccountsHomeIsTaken() {
        assertThat(locate(root, null, Map.of()).home().getFileName()).hasToString(".kaizen");
    }

    @Test
    void aHomeInsideTheWorkspaceIsRefused() {
        assertRefused(root, root.resolve(".kaizen"), "lies inside the workspace " + root, "--home or KAIZEN_HOME");
        assertRefused(root, root, "lies inside the workspace");
    }

    @Test
    void aHomeThatGetsIntoTheWorkspaceByALinkOrByDotsIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);

        assertRefused(root, link.resolve("not/there/yet"), "lies inside the workspace");
        assertRefused(root, folder.resolve("none/../work/widget/.kaizen"), "lies inside the workspace");
    }

    @Test
    void aFolderWhoseNameOnlyBeginsLikeTheWorkspacesIsOutside() {
        assertThat(locate(root, folder.resolve("work/widget-home"), Map.of()).home())
                .isEqualTo(folder.resolve("work/widget-home"));
    }

    @Test
    void aHomeThatIsAFileOrALinkToNothingIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        assertRefused(root, file, file + " is not a folder");
        assertRefused(root, file.resolve("below"), "Not a directory");
        assertRefused(root, dangling, "is a symlink to nothing");
    }

    @Test
    void b12_aTildeInTheVariableIsTheUsersHome() {
        Map<String, String> env = Map.of("KAIZEN_HOME", "~/var", "HOME", folder + "/me");

        assertThat(locate(root, null, env).home()).isEqualTo(folder.resolve("me/var"));
    }

    @Test
    void aHomeThatIsNoPathIsRefused() {
        assertThatThrownBy(() -> locate(root, null, Map.of("KAIZEN_HOME", "a\0b")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("KAIZEN_HOME is not a path");
    }

    @Test
    void aWorkspaceMustBeAFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertRefused(file, folder.resolve("home"), "the workspace " + file + " is not a folder");
        assertRefused(
                folder.resolve("none"),
                folder.resolve("home"),
                folder.resolve("none") + " cannot be used",
                "it does not exist");
    }

    private static void assertRefused(Path root, Path home, String... parts) {
        assertThatThrownBy(() -> locate(root, home, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(parts);
    }

    private static Workspace locate(Path root, Path home, Map<String, String> env) {
        return Workspace.locate(Optional.of(root), Optional.ofNullable(home), Optional.empty(), env);
    }
}
