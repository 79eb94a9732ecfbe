package io.kaizen.sync.bootstrap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.jar.ShellRun.Result;
import io.kaizen.sync.bootstrap.jar.ShellRun.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process inherits from the one that starts it, and what that may look like: descriptors, locale, options for Java, folders. */
@EnabledOnOs(OS.LINUX)
class HostileProcessIT {

    private static final String ROW = "{\"skill_slugs\":[],\"rule_slugs\":[]}";

    @TempDir
    private Path folder;

    private CliFixture cli;
    private ShellRun shell;

    @BeforeEach
    void enqueueARow() {
        cli = new CliFixture(folder);
        cli.input(ROW).run("enqueue", "--kind", "workspace_facts");
        shell = new ShellRun(folder);
    }

    @ParameterizedTest
    @EnumSource
    void b2_aClosedStandardInputHoldsNoRows(Way way) throws Exception {
        Result run = shell.script("\"$@\" <&-").run(way, cli.arguments("enqueue", "--kind", "workspace_facts"));

        assertThat(run.err()).contains("no rows: standard input is closed");
        assertThat(run.out()).isEmpty();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void b2_withoutAnyDescriptorTheRowsOfAFileAreEnqueuedAndNothingElseIsTouched(Way way) throws Exception {
        Path rows = cli.file("rows.ndjson", ROW + "\n");

        Result run = shell.script("\"$@\" <&- >&- 2>&-")
                .run(way, cli.arguments("enqueue", "--kind", "workspace_facts", rows.toString()));

        assertThat(run.exit()).isZero();
        assertThat(pending()).isEqualTo(2);
        assertThat(cli.run("verify").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "", "xx_XX.UTF-8"})
    void b3_theLauncherKeepsTextOutsideOfAsciiWhateverTheLocale(String locale) throws Exception {
        Result run = shell.env("LC_ALL", locale)
                .env("KAIZEN_SYNC_TEAM_ID", "Zürich")
                .run(Way.LAUNCHER, cli.arguments("config", "show", "--set", "sync.project_name=Ærø", "--json"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"Zürich\"").contains("\"Ærø\"");
    }

    @Test
    void b3_theJarRefusesWhatTheLocaleHasDamaged() throws Exception {
        shell.env("LC_ALL", "C");

        Result argument = shell.run(Way.JAR, cli.arguments("enqueue", "--kind", "workspace_facts", "--owner", "Zoë"));
        Result variable = shell.env("KAIZEN_SYNC_TEAM_ID", "Zürich").run(Way.JAR, cli.arguments("status"));
        Result place = shell.env("KAIZEN_SYNC_TEAM_ID", null)
                .in(Files.createDirectory(folder.resolve("Jörg")))
                .run(Way.JAR, List.of("status", "--home", cli.home().toString()));

        assertThat(argument.err()).contains("an argument cannot be read as text in this locale; set LC_ALL");
        assertThat(argument.exit()).isEqualTo(2);
        assertThat(variable.err()).contains("KAIZEN_SYNC_TEAM_ID cannot be read as text in this locale; set LC_ALL");
        assertThat(variable.exit()).isEqualTo(3);
        assertThat(place.err()).contains("set LC_ALL");
        assertThat(place.exit()).isEqualTo(3);
        assertThat(pending()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "KAIZEN_SYNC_JAVA_OPTS"})
    void b4_theUsersOptionsForJavaWinInEachVariable(String variable) throws Exception {
        Result run = shell.env(
                        variable,
                        "-XX:+UseParallelGC -Xmx24m -XX:TieredStopAtLevel=3 -Xlog:gc*:stderr -XX:+PrintFlagsFinal")
                .run(Way.LAUNCHER, cli.arguments("status"));

        assertThat(run.err()).contains("Using Parallel");
        assertThat(run.out() + run.err())
                .containsPattern("TieredStopAtLevel += 3 ")
                .containsPattern("MaxHeapSize += 25165824 ")
                .contains("workspace_facts        1");
        assertThat(run.exit()).isZero();
    }

    /** What stands in for Java tells what it has been given. */
    @ParameterizedTest
    @ValueSource(strings = {"3>lock 4>lock 5>lock 6>lock 7>lock 8>lock 9>lock", "9>lock"})
    void b6_noDescriptorOfTheCallersIsTouched(String opened) throws Exception {
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.copy(Path.of(System.getProperty("java.home"), "release"), folder.resolve("java/release"));
        Files.writeString(java, "#!/bin/sh\nfor n in 3 4 5 6 7 8 9; do readlink /proc/$$/fd/$n; done\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        Result run = shell.script("exec \"$@\" " + opened)
                .java(folder.resolve("java"))
                .run(Way.LAUNCHER, List.of("status"));

        long given = opened.chars().filter(c -> c == '>').count();
        assertThat(run.out().lines().filter(line -> line.endsWith("/lock"))).hasSize((int) given);
    }

    @Test
    void b6_whereTheCallerHasAllDescriptorsTheProgramRunsToo() throws Exception {
        Result run =
                shell.script("\"$@\" 3>&1 4>&1 5>&1 6>&1 7>&1 8>&1 9>&1").run(Way.LAUNCHER, cli.arguments("status"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("workspace_facts        1");
    }

    @ParameterizedTest
    @EnumSource
    void b7_whatCannotBeWrittenIsAnError(Way way) throws Exception {
        for (String command : List.of("status", "verify", "dead-letters list", "config show", "--help", "--version")) {
            if (way == Way.JAR && !command.equals("status")) {
                continue;
            }
            Result run = shell.script("\"$@\" >/dev/full").run(way, cli.arguments(command.split(" ")));

            assertThat(run.err()).as(command).contains("kaizen-sync: cannot write the result to standard output: ");
            assertThat(run.exit()).as(command).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void b7_aReaderThatHasLeftIsNoError(Way way) throws Exception {
        Result run = shell.script("{ \"$@\"; echo $? >code; } | true; cat code").run(way, cli.arguments("--help"));

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("141\n");
    }

    @Test
    void b12_aUserWithoutAHomeIsToldSo() throws Exception {
        Result run = shell.env("HOME", null)
                .env("JAVA_TOOL_OPTIONS", "-Duser.home=?")
                .run(Way.JAR, List.of("status", "--workspace", cli.workspace().toString()));

        assertThat(run.err()).contains("this user has no home folder; name a folder with --home or KAIZEN_HOME");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(cli.workspace().resolve("?")).doesNotExist();
        assertThat(folder.resolve("?")).doesNotExist();
    }

    @Test
    void b12_theLauncherMakesNoFolderInTheCurrentOne() throws Exception {
        Path current = Files.createDirectory(folder.resolve("current"));

        shell.in(current).env("HOME", "").env("XDG_CACHE_HOME", "cache").run(Way.LAUNCHER, cli.arguments("status"));
        shell.env("HOME", folder.toString()).env("XDG_CACHE_HOME", null).env("KAIZEN_SYNC_CACHE", "~/mine");
        Result run = shell.run(Way.LAUNCHER, cli.arguments("status"));

        assertThat(run.exit()).isZero();
        assertThat(current).isEmptyDirectory();
        assertThat(folder.resolve("mine")).isDirectory();
    }

    @Test
    void b14_aHomeThatIsMountedNoexecIsUsedAllTheSame() throws Exception {
        Path home = Files.createDirectory(folder.resolve("noexec"));
        String mount = "mount -t tmpfs -o noexec,mode=700 none '" + home + "'";
        assumeTrue(
                new ShellRun(folder)
                                .script("unshare -rm sh -c \"" + mount + "\"")
                                .run(Way.JAR, List.of())
                                .exit()
                        == 0,
                "may mount");

        List<String> enqueue = List.of("enqueue", "--kind", "workspace_facts", "--home", home.toString());
        for (Way way : Way.values()) {
            Result run = shell.script(
                            "echo '" + ROW + "' | unshare -rm sh -c \"" + mount + " && exec \\\"\\$@\\\"\" sh \"$@\"")
                    .in(cli.workspace())
                    .run(way, enqueue);

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("enqueued 1 workspace_facts\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"telemetry tail", "ingest-server"})
    void b17_aCommandThatWaitsEndsWhenItsReaderHasLeft(String command) throws Exception {
        cli.configFile("[[telemetry.exporters]]\ntype = \"file\"\n");
        cli.run("telemetry", "test");

        for (Way way : Way.values()) {
            Result run = shell.script("{ \"$@\"; echo $? >code; } | head -n 1; cat code")
                    .run(way, cli.arguments(command.split(" ")));

            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines()).hasSize(2);
            assertThat(run.out()).endsWith("141\n");
        }
    }

    @Test
    void b18_aFolderThatIsGoneIsNamed() throws Exception {
        Result run = shell.script("mkdir gone && cd gone && rmdir ../gone && exec \"$@\"")
                .run(Way.LAUNCHER, cli.arguments("status"));

        // The shell has a line of its own before.
        assertThat(run.err())
                .endsWith("kaizen-sync: the current folder does not exist any more; change to one that does\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.exit()).isEqualTo(3);
    }

    @Test
    void b18_theProgramMayLieInAFolderWithAColon() throws Exception {
        Path place = Files.createDirectory(folder.resolve("a:b"));
        shell.script("tar xzf \"$TARBALL\" -C a:b")
                .env("TARBALL", System.getProperty("kaizen.sync.tarball"))
                .run(Way.JAR, List.of());
        List<String> moved =
                List.of(place.resolve("kaizen-sync/bin/kaizen-sync").toString());
        shell.script("\"$@\"");

        assertThat(shell.run(moved, cli.arguments("status")).out()).contains("workspace_facts        1");
        assumeTrue(ShellRun.newerJava().isPresent());
        Result newer = shell.java(ShellRun.newerJava().orElseThrow()).run(moved, cli.arguments("status"));
        assertThat(newer.err()).isEmpty();
        assertThat(newer.out()).contains("workspace_facts        1");
    }

    private int pending() {
        return cli.run("status", "--json").json().get("pending").asInt();
    }
}
