package io.kaizen.sync.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectNameTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path repository;

    @BeforeEach
    void makeARepository() throws Exception {
        repository = Files.createDirectory(folder.resolve("checkout"));
        git(repository, "init", "--quiet");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/widget.git, widget",
        "https://github.com/acme/widget, widget",
        "https://github.com/acme/widget/, widget",
        "https://GitHub.com/acme/Widget.git, Widget",
        "https://me:CANARY@github.com/acme/widget.git, widget",
        "https://me:a@b@github.com/acme/widget.git, widget",
        "https://github.com:443/acme/widget.git, widget",
        "http://github.com/acme/widget.git, widget",
        "ssh://git@github.com/acme/widget.git, widget",
        "ssh://git@ssh.github.com:443/acme/widget.git, widget",
        "git@ssh.github.com:acme/widget.git, widget",
        "git+ssh://git@github.com/acme/widget.git, widget",
        "git+https://github.com/acme/widget.git, widget",
        "ssh+git://git@github.com/acme/widget.git, widget",
        "git://github.com/acme/widget.git, widget",
        "https://www.github.com/acme/widget.git, widget",
        "https://xssh.github.com/acme/widget.git, ",
        "ssh://git@github.com:22/acme/widget.git, widget",
        "git@github.com:acme/widget.git, widget",
        "github.com:acme/widget, widget",
        "git@github.com:/acme/wid.get.git, wid.get",
        "https://gitlab.com/acme/widget.git, ",
        "https://github.com.example.com/acme/widget.git, ",
        "https://example.com/github.com/widget.git, ",
        "https://github.com@example.com/acme/widget.git, ",
        "git@example.com:github.com/widget.git, ",
        "git@notgithub.com:acme/widget.git, ",
        "/srv/github.com:acme/widget.git, ",
        "file:///github.com/acme/widget.git, ",
        "https://github.com/, ",
        "https://github.com/acme/.git, ",
        "https://github.com/acme/widget?token=CANARY, ",
        "'', "
    })
    void b16_theRepositoryOnGitHubIsTheLastPartOfThePath(String remote, String expected) {
        assertThat(ProjectName.repositoryOnGitHub(remote).orElse(null)).isEqualTo(expected);
    }

    @Test
    void aRepositoryIsNamedAfterItsOriginOnGitHub() throws Exception {
        git(repository, "remote", "add", "origin", "git@github.com:acme/widget.git");

        assertThat(nameOf(repository)).isEqualTo("widget");
    }

    @Test
    void aSubfolderIsNamedAfterItsRepository() throws Exception {
        git(repository, "remote", "add", "origin", "https://github.com/acme/widget.git");
        Path below = Files.createDirectories(repository.resolve("src/main"));

        assertThat(nameOf(below)).isEqualTo("widget");
    }

    @Test
    void aWorktreeIsNamedAfterItsRepository() throws Exception {
        git(repository, "remote", "add", "origin", "ssh://git@github.com/acme/widget.git");
        git(
                repository,
                "-c",
                "user.name=n",
                "-c",
                "user.email=e@x",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "first");
        Path worktree = folder.resolve("tree");
        git(repository, "worktree", "add", "--quiet", worktree.toString());

        assertThat(nameOf(worktree)).isEqualTo("widget");
    }

    @Test
    void anOriginElsewhereOrNoneLeavesTheFoldersName() throws Exception {
        assertThat(nameOf(repository)).isEqualTo("checkout");

        git(repository, "remote", "add", "origin", "https://gitlab.com/acme/widget.git");
        git(repository, "remote", "add", "upstream", "https://github.com/acme/widget.git");
        assertThat(nameOf(repository)).isEqualTo("checkout");
    }

    @Test
    void aFolderThatIsNoRepositoryIsNamedAfterItself() throws IOException {
        Path plain = Files.createDirectory(folder.resolve("plain folder"));

        assertThat(nameOf(plain)).isEqualTo("plain folder");
    }

    @Test
    void withoutGitTheFoldersNameMustDo() {
        assertThat(new ProjectName("no-such-program", LONG, warnings::add).of(repository))
                .isEqualTo("checkout");
    }

    @Test
    @Timeout(20)
    void aGitThatHangsIsNotWaitedFor() throws IOException {
        Path hanging = script("exec sleep 60");

        String name = new ProjectName(hanging.toString(), Duration.ofMillis(100), warnings::add).of(repository);

        assertThat(name).isEqualTo("checkout");
    }

    @Test
    @Timeout(20)
    void b16_aGitThatHangsIsSaid() throws IOException {
        new ProjectName(script("exec sleep 60").toString(), Duration.ofMillis(100), warnings::add).of(repository);

        assertThat(warnings).singleElement().asString().contains("git takes longer than 100 ms");
    }

    @Test
    @Timeout(20)
    void aGitThatLeavesAProcessBehindIsNotWaitedFor() throws IOException {
        Path leaving = script("sleep 5 &\necho https://github.com/acme/widget");

        assertThat(new ProjectName(leaving.toString(), LONG, warnings::add).of(repository))
                .isEqualTo("widget");
    }

    @Test
    @Timeout(20)
    void anEndlessAnswerIsNotReadToItsEnd() throws IOException {
        Path endless = script("exec yes");

        assertThat(new ProjectName(endless.toString(), Duration.ofMillis(200), warnings::add).of(repository))
                .isEqualTo("checkout");
    }

    @Test
    void theEnvironmentCannotPointGitElsewhereOrMakeItAsk() throws IOException {
        Path shown = folder.resolve("env");
        Path program = script("env > '" + shown + "'\ncat > '" + folder.resolve("stdin") + "'");

        new ProjectName(program.toString(), LONG, warnings::add).of(repository);

        assertThat(Files.readAllLines(shown))
                .filteredOn(line -> line.startsWith("GIT_"))
                .containsExactly("GIT_TERMINAL_PROMPT=0");
    }

    @Test
    void b16_aRepositoryThatGitDistrustsIsSaidAndAnOriginThatIsMissingIsNot() throws Exception {
        Path distrusting = script("echo \"fatal: detected dubious ownership in repository\" >&2\nexit 128");
        Path below = Files.createDirectories(repository.resolve("src"));

        assertThat(new ProjectName(distrusting.toString(), LONG, warnings::add).of(below))
                .isEqualTo("src");
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("src", repository.toString(), "dubious ownership", "sync.project_name");

        warnings.clear();
        assertThat(nameOf(repository)).isEqualTo("checkout");
        assertThat(nameOf(Files.createDirectory(folder.resolve("plain")))).isEqualTo("plain");
        assertThat(warnings).isEmpty();
    }

    @Test
    void b16_aRepositoryThatNoGitCanBeAskedAboutIsSaid() {
        new ProjectName("no-such-program", LONG, warnings::add).of(repository);

        assertThat(warnings).singleElement().asString().contains("there is no git");
    }

    @Test
    void theConfiguredNameWinsAndAnEmptyOneMeansNone() throws Exception {
        TestHome home = new TestHome(folder);
        git(home.workspace().root(), "init", "--quiet");
        git(home.workspace().root(), "remote", "add", "origin", "https://github.com/acme/gadget.git");

        assertThat(ProjectName.derive(home.workspace(), home.load().sync())).hasValue("gadget");
        assertThat(ProjectName.derive(
                        home.workspace(), home.load("sync.project_name=mine").sync()))
                .hasValue("mine");
        assertThat(ProjectName.derive(
                        home.workspace(), home.load("sync.project_name=").sync()))
                .isEmpty();
    }

    private String nameOf(Path folder) {
        return new ProjectName("git", LONG, warnings::add).of(folder);
    }

    private Path script(String body) throws IOException {
        Path script = folder.resolve("git");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static void git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(command.toString()).isZero();
    }
}
