package io.kaizen.sync.bootstrap.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.kaizen.sync.bootstrap.cli.CliFixture;
import io.kaizen.sync.bootstrap.jar.ShellRun.Result;
import io.kaizen.sync.bootstrap.jar.ShellRun.Way;
import io.kaizen.sync.bootstrap.server.IngestServer;
import io.kaizen.sync.bootstrap.server.IngestServerSettings;
import io.kaizen.sync.domain.kind.BatchKind;
import io.kaizen.sync.domain.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A small flush in one hostile environment after another: the exit code is one of the contract's, no stack trace is seen, all rows are
 * delivered with their text, and what is on disk is private. In every build each environment is met by the launcher or by the bare jar, in
 * turn; by both where the {@linkplain Sample sample} is whole.
 */
@EnabledOnOs(OS.LINUX)
class HostileEnvironmentIT {

    private static final String TEXT = "Grüße, İstanbul, ١٢٣, ภาษาไทย";
    private static final String ROW = "{\"skill_slugs\":[\"" + TEXT + "\"],\"rule_slugs\":[]}";
    private static final List<String> LOCALES = List.of("C", "tr_TR", "ar_EG", "th_TH");
    private static final List<String> JAVA_OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "KAIZEN_SYNC_JAVA_OPTS");

    @TempDir
    private Path folder;

    static Stream<Arguments> environments() {
        return Stream.of(Way.values()).flatMap(way -> {
            List<Arguments> all = environments(way);
            return IntStream.range(0, all.size())
                    .filter(number -> Sample.includes(number + way.ordinal(), 2))
                    .mapToObj(all::get);
        });
    }

    private static List<Arguments> environments(Way way) {
        List<Arguments> all = new ArrayList<>();
        for (String locale : LOCALES) {
            // The locale may not be installed; Java takes its own from these.
            String java = locale.equals("C")
                    ? "-Dx=y"
                    : "-Duser.language=" + locale.substring(0, 2) + " -Duser.country=" + locale.substring(3);
            all.add(of(way, "LC_ALL=" + locale, "export LC_ALL=" + locale + " _JAVA_OPTIONS='" + java + "'; \"$@\""));
        }
        for (String variable : JAVA_OPTIONS) {
            all.add(of(way, variable, "export " + variable + "=-XX:+UseParallelGC; \"$@\""));
        }
        all.add(of(way, "TZ", "export TZ=Pacific/Apia; \"$@\""));
        all.add(of(way, "umask 000", "umask 000; \"$@\""));
        all.add(of(way, "umask 077", "umask 077; \"$@\""));
        all.add(of(way, "no HOME", "unset HOME; \"$@\""));
        all.add(of(way, "no stdin", "\"$@\" <&-"));
        all.add(of(way, "no stdout", "\"$@\" >&-"));
        all.add(of(way, "no stderr", "\"$@\" 2>&-"));
        all.add(of(way, "64 descriptors", "ulimit -n 64; \"$@\""));
        return all;
    }

    private static Arguments of(Way way, String name, String script) {
        return argumentSet(way + ", " + name, way, script, "home");
    }

    static Stream<Arguments> homes() {
        return Stream.of(Way.values())
                .map(way -> argumentSet(way + ", a home with blanks and umlauts", way, "\"$@\"", "Zoës  Häuser"));
    }

    @ParameterizedTest
    @MethodSource({"environments", "homes"})
    void b2_b3_b4_b8_b12_aFlushDeliversAllAndLeavesPrivateFiles(Way way, String script, String name) throws Exception {
        CliFixture cli = new CliFixture(Files.createDirectory(folder.resolve(name)));
        try (IngestServer server = IngestServer.start(IngestServerSettings.builder()
                .token(Secret.of(CliFixture.TOKEN))
                .build())) {
            cli.config(server.url().toString(), "[[telemetry.exporters]]", "type = \"file\"");
            Path rows = cli.file("rows.ndjson", (ROW + "\n").repeat(3));

            requireClean(run(cli, way, script, "enqueue", "--kind", "workspace_facts", rows.toString()));
            byte[] stored = Files.readAllBytes(cli.database());
            requireClean(run(cli, way, script, "run", "--once", "--json"));
            if (way == Way.LAUNCHER) {
                requireClean(run(cli, way, script, "status"));
            }

            assertThat(server.ledger().snapshot().of(BatchKind.WORKSPACE_FACTS).stored())
                    .isEqualTo(3);
            assertThat(new String(stored, UTF_8)).contains(TEXT);
            assertThat(cli.run("status", "--json").json().get("pending").asInt())
                    .isZero();
            assertThat(cli.run("verify").exit()).isZero();
            requirePrivate(cli.home().resolve("projects"));
        }
    }

    private Result run(CliFixture cli, Way way, String script, String... command) throws Exception {
        return new ShellRun(folder)
                .env("KAIZEN_SYNC_CACHE", folder.resolve("cache").toString())
                .script(script)
                .runQuickly(way, cli.arguments(command));
    }

    private static void requireClean(Result run) {
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).doesNotContain("\tat ", "Exception");
    }

    private static void requirePrivate(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            assertThat(all)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .as(each.toString())
                            .matches("rw[x-]------"));
        }
    }
}
